// What do the placeholders in a value stand for: %(srvnode)s, $VAR and ${VAR}?
import type { Placeholder, Key } from "./keys.ts";
import type { TypeName } from "./types.ts";

export type PlaceholderValues = Partial<Record<Placeholder, string>>;
export type Variables = Record<string, string | undefined>;

const LOCAL = new Set<TypeName>(["path", "paths", "database"]);

/**
 * Replaces them in one pass, so that no replacement is itself replaced. Texts are returned unchanged. `wrong` is called
 * for each mistake.
 */
export function substitute(
  text: string,
  { type, placeholders = [] }: Key,
  names: PlaceholderValues,
  variables: Variables,
  wrong: Wrong,
): string {
  const local = LOCAL.has(type);
  if (!local && placeholders.length === 0) return text;
  const byName = (written: string, name: string): string => {
    const known = placeholders.find((candidate) => candidate === name);
    const others = placeholders.map((other) => `%(${other})s`).join(" ");
    if (!known) wrong(`${written} cannot be used here${others && `, only ${others}`}`);
    return (known && names[known]) ?? written;
  };
  const byVariable = (written: string, variable: string): string => {
    if (!variables[variable]) wrong(`variable ${written} is not set`);
    return variables[variable] ?? written;
  };
  return text.replace(PLACEHOLDER, (written, name?: string, bare?: string, braced?: string) => {
    if (name !== undefined) return byName(written, name);
    return local ? byVariable(written, (bare ?? braced)!) : written; // in a root they are the node's
  });
}

type Wrong = (what: string) => void;

const PLACEHOLDER = /%\((.*?)\)s|\$(?:(\w+)|\{(.*?)\})/g;
