// What is the value of a key?
import { resolve } from "node:path";
import { substitute, type PlaceholderValues, type Variables } from "./placeholders.ts";
import { keyOf, type KEYS, type KeyOf, type Kind } from "./keys.ts";
import type { Report } from "./mistakes.ts";
import type { Section } from "./sections.ts";
import { types, type TypeName, type TypeOf } from "./types.ts";

/** What paths on this machine depend on. */
export interface PathContext {
  env: Variables;
  home: string;
  /** Folder that relative paths start from. */
  base: string;
}

type Spec<K extends Kind, N extends KeyOf<K>> = (typeof KEYS)[K][N] & { type: TypeName };
/** Undefined only if the key has no default. */
type Value<S extends { type: TypeName }> = TypeOf<S["type"]> | (S extends { default: string } ? never : undefined);
export type Values<K extends Kind> = <N extends KeyOf<K>>(name: N, names?: PlaceholderValues) => Value<Spec<K, N>>;

/**
 * Reads the values of a section: as written or by default, with placeholders replaced. If one is wrong, that is
 * reported and the default is used.
 */
export function valueReader(
  here: PathContext,
  report: Report,
): <K extends Kind>(kind: K, section: Section) => Values<K> {
  const absolute = (path: string) => resolve(here.base, path.startsWith("~") ? here.home + path.slice(1) : path);
  const schemas = types(absolute);

  const read = (kind: Kind, section: Section, name: string, names: PlaceholderValues): unknown => {
    const key = keyOf(kind, name)!;
    const { value = key.default, place } = section.entries.get(name) ?? { place: section.place };
    const wrong = (what: string) => report(place, what, `${name} = ${key.example}`);
    if (value === undefined) {
      if (key.fallback === undefined) wrong(`${section.title} has no ${name}`);
      return undefined;
    }
    const text = substitute(value, key, names, here.env, (what) => wrong(`${name}: ${what}`));
    const { data, error } = schemas[key.type].safeParse(text);
    error?.issues.forEach(({ message }) => wrong(`${name}: ${message}`));
    return error && key.default !== undefined ? schemas[key.type].parse(key.default) : data;
  };
  return (kind, section) =>
    (name, names = {}) =>
      read(kind, section, name, names) as never;
}
