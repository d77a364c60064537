// Reads whole files by way of `Fs`, which a test can make fail.
import type { Fs } from "../../../replace.ts";

/**
 * Reads a whole file; returns fewer bytes if it shrinks meanwhile.
 * @param make allocates the memory, given the size of the file in bytes
 */
export function readWhole(file: string, fs: Fs, make = (size: number): Uint8Array => new Uint8Array(size)): Uint8Array {
  const fd = fs.openSync(file, "r");
  try {
    const bytes = make(fs.fstatSync(fd).size);
    for (let done = 0; done < bytes.length;) {
      const read = fs.readSync(fd, bytes, done, bytes.length - done, null);
      if (read === 0) return bytes.subarray(0, done);
      done += read;
    }
    return bytes;
  } finally {
    fs.closeSync(fd);
  }
}
