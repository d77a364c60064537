// What a person at a terminal is shown, and cron is not.

export interface Log {
  /** The outcome of a command: on a terminal or with -v. */
  say(line: string): void;
  /** What happens on the way: with -v. */
  detail(line: string): void;
  /** What kept the run from doing all it should: always, to cron too. */
  warn(line: string): void;
  /** Where long work has got to: one line of a terminal, rewritten. */
  progress(line: string): void;
}

/** `quiet`, `verbose` are -q and -v. Everything goes to stderr: stdout is for what was asked for. */
export function openLog(stream: NodeJS.WriteStream, quiet: boolean, verbose: boolean): Log {
  const terminal = stream.isTTY && !quiet;
  const erase = terminal ? "\r\x1b[K" : "";
  const print = (line: string) => stream.write(`${erase}${line}\n`);
  return {
    say: (line) => (terminal || verbose) && print(line),
    detail: (line) => verbose && print(line),
    warn: (line) => print(`scm-backup-monitor: ${line}`),
    progress: (line) => terminal && stream.write(erase + line.slice(0, (stream.columns || 80) - 1)),
  };
}
