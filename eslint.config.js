import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "out", "screenshots", "gallery", "node_modules"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    rules: {
      // An index that was just checked, a match group that must be there: `!` says so in one character.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Numbers print as people expect.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // node:test awaits what its describe and it return.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["describe", "it", "test", "suite"] },
          ],
        },
      ],
      // An async function as a host verifier is truthy: ssh2 would accept every key.
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
);
