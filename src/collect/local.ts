// The same command on this machine.
import { spawn } from "node:child_process";
import type { Answer, SshOptions, Transport } from "../model.ts";
import { answered, ended, listen, Refusal } from "./answer.ts";
import { nodeLate, within } from "./deadline.ts";

export function localTransport({ nodeMs, outputBytes }: SshOptions): Transport {
  const late = nodeLate(nodeMs);
  return (_node, command, signal) => answered(within(nodeMs, late, signal, (stop) => run(command, outputBytes, stop)));
}

/** In a process group of its own, so that a find that hangs ends with its shell. */
function run(command: string, most: number, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const end = (refusal: Refusal) => {
      // Asked first: what a login profile has locked it can still unlock.
      killGroup(child.pid, "SIGTERM");
      const grace = setTimeout(() => killGroup(child.pid, "SIGKILL"), 1000);
      child.once("exit", () => clearTimeout(grace));
      child.stdout.destroy();
      child.stderr.destroy();
      reject(refusal);
    };
    const onAbort = () => end(signal.reason as Refusal);
    const printed = listen({ stdout: child.stdout, stderr: child.stderr, most }, end);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
    child.once("error", (error) => reject(new Refusal("failed", `/bin/sh cannot be started here: ${error.message}`)));
    child.once("close", (code, killed) => {
      signal.removeEventListener("abort", onAbort);
      resolve(ended(printed, code, killed));
    });
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It had ended already.
  }
}
