// Renders a template: one from `templates/`, or the site's own with the same name.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { EXIT, UserError } from "./errors.ts";

/**
 * Renders the template `file` (`hub.html.hbs`).
 * @param context plain data, its texts ready to be shown; escaped, except where the template has `{{{`
 * @throws UserError EXIT.config if a template of the site's own is at fault
 */
export type Render = (file: string, context: object) => string;

// The same path from src/ and from dist/.
const OURS = join(import.meta.dirname, "../templates");

// Fail on a name that the context lacks, and on a helper that Handlebars lacks.
const OPTIONS: CompileOptions = { strict: true, knownHelpersOnly: true };

/**
 * Compiles the templates.
 * @param own folder of the site's own templates, each of which replaces ours of the same name
 * @throws UserError EXIT.config if there is no such folder
 */
export function openTemplates(own?: string): Render {
  // An instance of its own has no helpers or partials that other modules registered.
  const handlebars = Handlebars.create();
  if (own !== undefined && !existsSync(own)) throw new UserError(EXIT.config, [`templates: there is no folder ${own}`]);
  const templates = new Map<string, HandlebarsTemplateDelegate>();
  const files = [OURS, ...(own === undefined ? [] : [own])].flatMap((folder) => readdirSync(folder));
  for (const file of new Set(files.filter((name) => name.endsWith(".hbs")))) {
    const theirs = own === undefined ? undefined : join(own, file);
    const template =
      theirs !== undefined && existsSync(theirs)
        ? ownTemplate(theirs, () => compile(handlebars, theirs))
        : compile(handlebars, join(OURS, file));
    handlebars.registerPartial(file.slice(0, -".hbs".length), template);
    templates.set(file, template);
  }
  return (file, context) => templates.get(file)!(context);
}

function compile(handlebars: typeof Handlebars, file: string): HandlebarsTemplateDelegate {
  const text = readFileSync(file, "utf8");
  handlebars.precompile(text, OPTIONS); // compile() is lazy; this finds mistakes now.
  return handlebars.compile(text, OPTIONS);
}

/** A template of the site's own: a mistake in it is reported when it is used, so pages that do not use it are still written. */
function ownTemplate(file: string, compileIt: () => HandlebarsTemplateDelegate): HandlebarsTemplateDelegate {
  let template: HandlebarsTemplateDelegate | undefined;
  return (context, options) => {
    try {
      template ??= compileIt();
      return template(context, options);
    } catch (error) {
      if (error instanceof UserError || !(error instanceof Error)) throw error;
      const problem = error.message.replace(/\s*\n\s*/g, " ");
      throw new UserError(EXIT.config, [
        `${file}: ${problem}. Pages that use it were not updated. Compare it with ${join(OURS, file.slice(file.lastIndexOf("/") + 1))}`,
      ]);
    }
  };
}
