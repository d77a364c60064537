// The same command on this machine.
import { spawn } from "node:child_process";
import type { Answer, SshOptions, Transport } from "../model.ts";
import { printSpan } from "../units.ts";
import { answered, ended, listen, Refusal } from "./answer.ts";
import { within } from "./deadline.ts";

export function localTransport({ nodeMs }: SshOptions): Transport {
  const late = new Refusal("timeout", `not done within ${printSpan(nodeMs)}`);
  return (_node, command, signal) => answered(within(nodeMs, late, signal, (stop) => run(command, stop)));
}

/** In a process group of its own, so that a find that hangs ends with its shell. */
function run(command: string, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const end = (refusal: Refusal) => {
      killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      reject(refusal);
    };
    const onAbort = () => end(signal.reason as Refusal);
    const printed = listen(child.stdout, child.stderr, end);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
    child.once("error", (error) => reject(new Refusal("failed", `/bin/sh does not start here: ${error.message}`)));
    child.once("close", (code, killed) => {
      signal.removeEventListener("abort", onAbort);
      resolve(ended(printed, code, killed));
    });
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It had ended already.
  }
}
