// Asks OpenSSH's own programs: what it means by its files is not guessed here.
import { execFile } from "node:child_process";
import { EXIT, UserError } from "../errors.ts";

export interface Said {
  status: number;
  stdout: string;
  stderr: string;
}

/** `signal` ends it; what ends it otherwise than by a status is a bug or a fault of this machine. */
export function ask(program: "ssh" | "ssh-keygen", words: string[], signal: AbortSignal): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { signal, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code: unknown = error?.code;
      if (!error || typeof code === "number") resolve({ status: Number(code ?? 0), stdout, stderr });
      else if (signal.aborted) reject(signal.reason as Error);
      else reject(code === "ENOENT" ? missing(program) : (error as Error));
    });
    child.stdin?.end();
  });
}

function missing(program: string): UserError {
  return new UserError(EXIT.io, [`${program} is not installed here. For example: apt install openssh-client`]);
}
