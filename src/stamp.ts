// Where does the date stand in a path? A form like strftime's says it: `/%Y/%m/%d/%H%M%S/`, `-%Y-%m-%d.`

export interface StampForm {
  /** Finds it, its fields named as in the form. It has one length, so that a search takes linear time. */
  regex: RegExp;
  /** How a path goes on from the stamp, as a pattern of the shell. */
  glob: string;
  /** A `Z` stands behind the time. */
  utc: boolean;
}

/** How many digits each field has; from coarse to fine. */
const FIELDS: Record<string, number> = { Y: 4, m: 2, d: 2, H: 2, M: 2, S: 2 };

/** Undefined for what is no form: the day must be there, and each field no more than once and with all that are coarser. */
export function stampForm(form: string): StampForm | undefined {
  const parts = form.split(/(%.?)/s).filter((part) => part !== "");
  const names = parts.filter(isField).map(nameOf);
  const order = Object.keys(FIELDS);
  names.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  if (names.length < 3 || names.some((name, i) => name !== order[i])) return undefined;
  // A longer number than the form's own at either end is another number.
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
