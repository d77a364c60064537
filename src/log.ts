// What is printed on a terminal but not in cron.

export interface Log {
  /** The result of a command; printed on a terminal or with -v. */
  say(line: string): void;
  /** A step of the work; printed with -v. */
  detail(line: string): void;
  /** What kept the run from doing all of its work; always printed, in cron too. */
  warn(line: string): void;
  /** The progress of long work: one line, overwritten each time; on a terminal only. */
  progress(line: string): void;
}

/**
 * A log on `stream`, which is stderr: stdout is for the output of a command.
 * @param quiet -q was given
 * @param verbose -v was given
 */
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
