// Asks OpenSSH's own programs: what it means by its files is not guessed here.
import { execFile } from "node:child_process";
import pLimit from "p-limit";
import { EXIT, UserError } from "../errors.ts";

export interface Said {
  status: number;
  stdout: string;
  stderr: string;
}

/** `signal` ends it; what ends it otherwise than by a status is a bug or a fault of this machine. */
export type Ask = (program: "ssh" | "ssh-keygen", words: string[], signal: AbortSignal) => Promise<Said>;

export const ask: Ask = (program, words, signal) => atATime(() => run(program, words, signal));

/** Of a thousand nodes, all asked at once, memory would not hold the processes. */
const atATime = pLimit(16);

const run: Ask = (program, words, signal) =>
  new Promise((resolve, reject) => {
    const child = execFile(program, words, { signal, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code: unknown = error?.code;
      if (!error || typeof code === "number") resolve({ status: Number(code ?? 0), stdout, stderr });
      else if (signal.aborted) reject(signal.reason as Error);
      else reject(code === "ENOENT" ? missing(program) : (error as Error));
    });
    child.stdin?.end();
  });

function missing(program: string): UserError {
  return new UserError(EXIT.io, [`${program} is not installed here. For example: apt install openssh-client`]);
}

/** What was made for a key before is not made again, unless it went wrong. */
export function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = made.get(key);
  if (before) return before;
  const now = make();
  made.set(key, now);
  now.catch(() => made.delete(key));
  return now;
}
