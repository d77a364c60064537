// The rules by which HTML counts as valid.
import { StaticConfigLoader } from "html-validate";

export const HTML_RULES = new StaticConfigLoader({
  extends: ["html-validate:recommended"],
  // The ids of the ranges start with a digit (`30d`), and a title is as long as its conclusion.
  rules: { "valid-id": ["error", { relaxed: true }], "long-title": "off" },
});
