// Which names does an ssh_config define?
import { readFileSync } from "node:fs";
import { homedir } from "node:os";

/** The words of its Host lines, without patterns; of the file alone, not of those that it includes. None if it cannot be read. */
export function hostsIn(sshConfig: string): string[] {
  try {
    const text = readFileSync(sshConfig.replace(/^~(?=\/)/, homedir()), "utf8");
    const lines = text.matchAll(/^[ \t]*host[ \t=]+(.*)$/gim);
    return [...lines].flatMap(([, names]) => names!.match(/[^\s"]+/g) ?? []).filter((name) => !/[*?!]/.test(name));
  } catch {
    return [];
  }
}
