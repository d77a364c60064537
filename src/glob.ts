// Does a name match a pattern in which `*` stands for any text, slashes included, and `?` for one character?
export function matches(pattern: string, name: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\*+/g, ".*").replaceAll("?", ".")}$`, "su").test(name);
}
