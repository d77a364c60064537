// Writes a context into one of the templates of the folder `templates/`.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

// From src/pages/ and from dist/pages/ alike.
const FOLDER = join(import.meta.dirname, "../../templates");

// A name that is missing from the context, and a helper that Handlebars does not have, are mistakes of ours.
const OPTIONS: CompileOptions = { strict: true, knownHelpersOnly: true };

// An instance of our own: no helper or partial that another module might register.
const handlebars = Handlebars.create();
const templates = new Map<string, HandlebarsTemplateDelegate>();

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".hbs"))) {
  const text = readFileSync(join(FOLDER, file), "utf8");
  handlebars.precompile(text, OPTIONS); // compile() waits for the first use; a template that is wrong shows at start.
  const template = handlebars.compile(text, OPTIONS);
  handlebars.registerPartial(file.slice(0, -".hbs".length), template);
  templates.set(file, template);
}

/** `context` is plain data with every word in its final form. Everything is escaped but for what says `{{{`. */
export function render(file: string, context: object): string {
  return templates.get(file)!(context);
}
