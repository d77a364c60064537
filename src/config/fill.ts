// What stands for something else in a value: %(srvnode)s, $VAR and ${VAR}.
import type { FillName, Key } from "./keys.ts";
import type { TypeName } from "./types.ts";

export type Names = Partial<Record<FillName, string>>;
export type Variables = Record<string, string | undefined>;

const LOCAL = new Set<TypeName>(["path", "paths", "database"]);

/** In one pass, so that nothing that was filled in is filled in again. Texts come back untouched. */
export function fill(
  text: string,
  { type, fills = [] }: Key,
  names: Names,
  variables: Variables,
  wrong: Wrong,
): string {
  const local = LOCAL.has(type);
  if (!local && fills.length === 0) return text;
  const byName = (written: string, name: string): string => {
    const known = fills.find((candidate) => candidate === name);
    const others = fills.map((other) => `%(${other})s`).join(" ");
    if (!known) wrong(`${written} cannot be used here${others && `, only ${others}`}`);
    return (known && names[known]) ?? written;
  };
  const byVariable = (written: string, variable: string): string => {
    if (!variables[variable]) wrong(`variable ${written} is not set`);
    return variables[variable] ?? written;
  };
  return text.replace(PLACEHOLDER, (written, name?: string, bare?: string, braced?: string) => {
    if (name !== undefined) return byName(written, name);
    return local ? byVariable(written, (bare ?? braced)!) : written; // those of a root are the node's
  });
}

type Wrong = (what: string) => void;

const PLACEHOLDER = /%\((.*?)\)s|\$(?:(\w+)|\{(.*?)\})/g;
