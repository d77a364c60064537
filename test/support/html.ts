// What counts as valid HTML.
import { StaticConfigLoader } from "html-validate";

export const HTML_RULES = new StaticConfigLoader({
  extends: ["html-validate:recommended"],
  // The ids of the ranges begin with a digit, `30d`; a title is as long as the conclusion.
  rules: { "valid-id": ["error", { relaxed: true }], "long-title": "off" },
});
