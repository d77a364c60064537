// Where is the date in a path? A form like strftime's says so: `/%Y/%m/%d/%H%M%S/`, `-%Y-%m-%d.`

export interface StampForm {
  /** Finds the stamp; its groups are named after the fields (Y, m …). It has a fixed length, so a search takes linear time. */
  regex: RegExp;
  /** The stamp and the rest of the path, as a shell pattern. */
  glob: string;
  /** A `Z` follows the time: the stamp is in UTC. */
  utc: boolean;
}

/** How many digits each field has; from coarsest to finest. */
const FIELDS: Record<string, number> = { Y: 4, m: 2, d: 2, H: 2, M: 2, S: 2 };

/** Undefined if `form` is not valid: it needs the day; each field may occur once, and only with all coarser ones. */
export function stampForm(form: string): StampForm | undefined {
  const parts = form.split(/(%.?)/s).filter((part) => part !== "");
  const names = parts.filter(isField).map(nameOf);
  const order = Object.keys(FIELDS);
  names.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  if (names.length < 3 || names.some((name, i) => name !== order[i])) return undefined;
  // If a digit precedes or follows, it is another, longer number.
  const [before, after] = [isField(parts[0]!) ? "(?<!\\d)" : "", isField(parts.at(-1)!) ? "(?!\\d)" : ""];
  const source = parts.map((part) =>
    isField(part)
      ? `(?<${nameOf(part)}>\\d{${FIELDS[nameOf(part)]!}})`
      : literal(part).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"),
  );
  const glob = parts.map((part) =>
    isField(part) ? "[0-9]".repeat(FIELDS[nameOf(part)]!) : literal(part).replace(/[*?[\\]/g, "?"),
  );
  return {
    regex: new RegExp([before, ...source, after].join(""), "g"),
    glob: `${glob.join("")}*`,
    utc: /%[HMS]Z/.test(form),
  };
}

function isField(part: string): boolean {
  return part.startsWith("%") && part !== "%%";
}

function nameOf(field: string): string {
  return field.slice(1);
}

function literal(part: string): string {
  return part === "%%" ? "%" : part;
}
