// Does a name fit a pattern in which `*` stands for any text and `?` for one character?
export function matches(pattern: string, name: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\*+/g, ".*").replaceAll("?", ".")}$`, "su").test(name);
}
