// What the real OpenSSH client does, for comparison.
import { execFile } from "node:child_process";

export interface Did {
  status: number;
  stdout: string;
  stderr: string;
}

/** Without a prompt, as under cron. */
export function openssh(config: string, tag: string, command: string, env: NodeJS.ProcessEnv = {}): Promise<Did> {
  const words = ["-F", config, "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "--", tag, command];
  return new Promise((done) => {
    const whole = { PATH: process.env.PATH, ...env };
    const child = execFile("ssh", words, { env: whole, timeout: 60_000 }, (error, stdout, stderr) =>
      done({ status: error ? Number(error.code ?? 255) : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}
