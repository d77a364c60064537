// Runs the same command on this machine.
import { spawn } from "node:child_process";
import type { Answer, SshOptions, Transport } from "../model.ts";
import { toAnswer, exitAnswer, capture, VisitError } from "./answer.ts";
import { nodeTimeout, within } from "./deadline.ts";
import { killGroup } from "../pid.ts";

export function localTransport({ nodeMs, outputBytes }: SshOptions): Transport {
  const late = nodeTimeout(nodeMs);
  return (_node, command, signal) => toAnswer(within(nodeMs, late, signal, (stop) => run(command, outputBytes, stop)));
}

/** In its own process group, so that a find that hangs ends with its shell. */
function run(command: string, maxBytes: number, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const end = (refusal: VisitError) => {
      // SIGTERM first, so that a login profile can release its locks.
      killGroup(child.pid, "SIGTERM");
      const grace = setTimeout(() => killGroup(child.pid, "SIGKILL"), 1000);
      child.once("exit", () => clearTimeout(grace));
      child.stdout.destroy();
      child.stderr.destroy();
      reject(refusal);
    };
    const onAbort = () => end(signal.reason as VisitError);
    const printed = capture({ stdout: child.stdout, stderr: child.stderr, maxBytes }, end);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
    child.once("error", (error) =>
      reject(new VisitError("failed", `/bin/sh cannot be started here: ${error.message}`)),
    );
    child.once("close", (code, killed) => {
      signal.removeEventListener("abort", onAbort);
      resolve(exitAnswer(printed, code, killed));
    });
  });
}
