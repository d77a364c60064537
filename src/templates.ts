// Writes a context into one of the templates: those of the folder `templates/`, or the site's own of the same name.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { EXIT, UserError } from "./errors.ts";

/**
 * `context` is plain data with every word in its final form. Everything is escaped but for what says `{{{`. Throws a
 * UserError where a template of the site's own is to blame.
 */
export type Render = (file: string, context: object) => string;

// From src/ and from dist/ alike.
const OURS = join(import.meta.dirname, "../templates");

// A name that is missing from the context, and a helper that Handlebars does not have, are mistakes.
const OPTIONS: CompileOptions = { strict: true, knownHelpersOnly: true };

/** `own`: a folder whose files stand in for ours, file by file. */
export function openTemplates(own?: string): Render {
  // An instance of our own: no helper or partial that another module might register.
  const handlebars = Handlebars.create();
  if (own !== undefined && !existsSync(own)) throw new UserError(EXIT.config, [`templates: there is no folder ${own}`]);
  const templates = new Map<string, HandlebarsTemplateDelegate>();
  const files = [OURS, ...(own === undefined ? [] : [own])].flatMap((folder) => readdirSync(folder));
  for (const file of new Set(files.filter((name) => name.endsWith(".hbs")))) {
    const theirs = own === undefined ? undefined : join(own, file);
    const template =
      theirs !== undefined && existsSync(theirs)
        ? blaming(theirs, () => compile(handlebars, theirs))
        : compile(handlebars, join(OURS, file));
    handlebars.registerPartial(file.slice(0, -".hbs".length), template);
    templates.set(file, template);
  }
  return (file, context) => templates.get(file)!(context);
}

function compile(handlebars: typeof Handlebars, file: string): HandlebarsTemplateDelegate {
  const text = readFileSync(file, "utf8");
  handlebars.precompile(text, OPTIONS); // compile() waits for the first use; a template that is wrong shows at start.
  return handlebars.compile(text, OPTIONS);
}

/** Of a template that somebody else wrote: what is wrong with it is told wherever it is used, and nowhere else. */
function blaming(file: string, compiled: () => HandlebarsTemplateDelegate): HandlebarsTemplateDelegate {
  let template: HandlebarsTemplateDelegate | undefined;
  return (context, options) => {
    try {
      template ??= compiled();
      return template(context, options);
    } catch (error) {
      if (error instanceof UserError || !(error instanceof Error)) throw error;
      const what = error.message.replace(/\s*\n\s*/g, " ");
      throw new UserError(EXIT.config, [
        `${file}: ${what}. The pages made with it stay as they were. Compare it with ${join(OURS, file.slice(file.lastIndexOf("/") + 1))}`,
      ]);
    }
  };
}
