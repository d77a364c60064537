// What types of values are there? Each parses the raw text, or says what the text is not.
import { z } from "zod";
import { CHECKS, PLOT_SCALES, type MaxAge, type Window } from "../model.ts";
import { DAY, instant, isZone } from "../time.ts";
import { stampForm } from "../stamp.ts";
import { readBytes, readSpan } from "../units.ts";

type Types = ReturnType<typeof types>;
export type TypeName = keyof Types;
export type TypeOf<T extends TypeName> = z.infer<Types[T]>;

export function types(absolute: (path: string) => string) {
  const path = some("a path").refine((text) => !/^~[^/]/.test(text), {
    error: ({ input }) => `${JSON.stringify(input)} begins with another user's home; write the full path`,
  });
  return {
    text: some("a text"),
    name: some("a name").refine(isComponent, {
      error: not("a free folder name (data, badge and the names of our own pages are taken)"),
    }),
    path: path.transform(absolute),
    paths: z
      .string()
      .transform(words)
      .pipe(z.array(path.transform(absolute))),
    database: path
      .refine((text) => !/^postgres(ql)?:/.test(text), {
        error: "PostgreSQL is not supported yet; use a file",
        abort: true,
      })
      .refine((text) => !/^[a-z][a-z0-9+.-]*:\/\//.test(text) || text.startsWith("file:///"), {
        error: not("a file's path, or file:///PATH"),
        abort: true,
      })
      .transform((text) => absolute(text.replace(/^file:(\/\/)?/, ""))),
    root: pattern(/^[/~$]/, "a full path (it must begin with /, ~ or $)"),
    url: z.url({ protocol: /^https?$/, error: not("a web address") }),
    zone: z.string().refine(isZone, { error: not("a time zone") }),
    span: z
      .string()
      .refine((text) => readSpan(text), { error: not("a duration (90s, 15m, 26h, 7d)"), abort: true })
      .transform((text) => readSpan(text)!),
    seconds: pattern(/^(?=.*[1-9])\d{1,4}(\.\d{1,3})?$/, "a number of seconds").transform(
      (text) => Number(text) * 1000,
    ),
    // Node's timers end at 24 days.
    deadline: z
      .string()
      .refine((text) => readSpan(text) && readSpan(text)! <= DAY, {
        error: not("a duration of up to 24h (90s, 15m)"),
        abort: true,
      })
      .transform((text) => readSpan(text)!),
    size: z
      .string()
      .refine((text) => readBytes(text), { error: not("a size (500kB, 8MiB, 1GB)"), abort: true })
      .transform((text) => readBytes(text)!),
    count: whole(1000),
    number: whole(1_000_000),
    port: whole(65_535),
    flag: z.stringbool({
      truthy: ["True", "true", "yes", "1"],
      falsy: ["False", "false", "no", "0"],
      case: "sensitive",
      error: not("True or False"),
    }),
    user: pattern(/^[^\s-]\S*$/, "a user's name"),
    command: some("a command").transform(words),
    words: z.string().transform(words),
    patterns: pattern(/^[^\s/]+(\s+[^\s/]+)*$/, "a list of file names (* and ? are wildcards)").transform(words),
    stamp: z.string().refine((text) => text === "mtime" || stampForm(text), {
      error: ({ input }) =>
        `${JSON.stringify(input)} does not say where the date is: use %Y %m %d, then %H %M %S if they are there, ` +
        "each once; or mtime",
    }),
    addresses: z
      .string()
      .transform(words)
      // As browsers check them, so root@localhost is valid.
      .pipe(z.array(z.email({ pattern: z.regexes.html5Email, error: not("a mail address") }))),
    maxage: pattern(MAXAGE, "auto or a number of days, then any exceptions as PATTERN=auto or PATTERN=DAYS").transform(
      readMaxAge,
    ),
    kex: z.string().superRefine((text, context) => {
      const names = text.replace(/^[+^-]/, "").split(",");
      const unknown = names.find((name) => !KEX.includes(name));
      if (unknown === undefined) return;
      context.addIssue(`"${unknown}" is not a key exchange we support; they are ${KEX.join(" ")}`);
    }),
    transport: z.enum(["ssh", "local"], { error: not("ssh or local") }),
    scale: z.enum(PLOT_SCALES, { error: not(`one of ${PLOT_SCALES.join(", ")}`) }),
    checks: z
      .string()
      .transform(words)
      .pipe(
        z.array(
          z.enum(["*", ...CHECKS], {
            error: ({ input }) => `"${String(input)}" is not a check; the checks are ${CHECKS.join(" ")}`,
          }),
        ),
      ),
    moment: z
      .string()
      .refine((text) => readCivilTime(text), {
        error: not("a date (2026-12-27) or a date and time (2026-12-24 18:00)"),
        abort: true,
      })
      .transform((text) => readCivilTime(text)!),
    windows: z
      .string()
      .refine((text) => readWindows(text), {
        error: not("a list of weekly windows, such as Sun 02:00-06:00 or Fri 18:00-Mon 06:00"),
        abort: true,
      })
      .transform((text) => readWindows(text)!),
  };
}

/** Splits a list at white space. */
export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

const MAXAGE = /^(auto|\d+(\.\d+)?)(\s+\S+=(auto|\d+(\.\d+)?))*$/;

function readMaxAge(text: string): MaxAge {
  const [usual, ...exceptions] = words(text);
  const age = (word: string) => (word === "auto" ? word : Number(word));
  return {
    usual: age(usual!),
    exceptions: exceptions.map((word) => {
      const equals = word.lastIndexOf("=");
      return { pattern: word.slice(0, equals), maxage: age(word.slice(equals + 1)) };
    }),
  };
}

/** A local time in a time zone that is not known here. */
export interface CivilTime {
  /** `2026-12-24T18:00:00`. */
  stamp: string;
  /** Only a date was given. */
  wholeDay: boolean;
}

function readCivilTime(text: string): CivilTime | undefined {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:\s+(\d\d:\d\d))?$/.exec(text) ?? [];
  const stamp = `${day ?? ""}T${time ?? "00:00"}:00`;
  return day === undefined || instant(stamp, "UTC") === undefined ? undefined : { stamp, wholeDay: time === undefined };
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const WINDOW = /^(\w{3})\s+(\d\d:\d\d)-(?:(\w{3})\s+)?(\d\d:\d\d)(?=\s|$)\s*/;

/** A window whose end is not after its start ends on the next day. */
function readWindows(text: string): Window[] | undefined {
  const windows: Window[] = [];
  for (let rest = text; rest !== "";) {
    const [all, day, begins, lastDay, ends] = WINDOW.exec(rest) ?? [];
    const [weekday, last] = [day, lastDay].map((name) => WEEKDAYS.indexOf(name ?? ""));
    if (all === undefined || weekday === -1 || (lastDay !== undefined && last === -1)) return undefined;
    if (![begins!, ends!].every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time))) return undefined;
    const overnight = ends! <= begins! ? 1 : 0;
    const days = lastDay === undefined ? overnight : (last! - weekday! + 7) % 7 || 7 * overnight;
    windows.push({ weekday: weekday!, begins: begins!, ends: ends!, endsDaysLater: days });
    rest = rest.slice(all.length);
  }
  return windows;
}

/** All key exchanges of ssh2. */
export const KEX = [
  "curve25519-sha256",
  "curve25519-sha256@libssh.org",
  "ecdh-sha2-nistp256",
  "ecdh-sha2-nistp384",
  "ecdh-sha2-nistp521",
  "diffie-hellman-group-exchange-sha256",
  "diffie-hellman-group14-sha256",
  "diffie-hellman-group15-sha512",
  "diffie-hellman-group16-sha512",
  "diffie-hellman-group17-sha512",
  "diffie-hellman-group18-sha512",
  "diffie-hellman-group-exchange-sha1",
  "diffie-hellman-group14-sha1",
  "diffie-hellman-group1-sha1",
];

// Names used in `out` itself, in any case (some file systems ignore it), and hidden files.
const TAKEN =
  /^(\..*|data|badge|index\.html|help\.html|status\.json|metrics\.prom|feed\.atom|style\.css|favicon\.svg)$/i;

function isComponent(text: string): boolean {
  return !text.includes("/") && !TAKEN.test(text);
}

function some(what: string) {
  return z.string().min(1, { error: not(what), abort: true });
}

function pattern(regex: RegExp, what: string) {
  return z.string().regex(regex, { error: not(what), abort: true });
}

function whole(max: number) {
  return z
    .string()
    .refine((text) => /^[1-9]\d{0,6}$/.test(text) && Number(text) <= max, {
      error: not(`a whole number from 1 to ${max}`),
      abort: true,
    })
    .transform(Number);
}

function not(what: string) {
  return ({ input }: { input?: unknown }) =>
    input === "" ? "there is no value after the =" : `"${String(input)}" is not ${what}`;
}
