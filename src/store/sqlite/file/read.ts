// What is in a file, all of it, read through the file system that a test may have broken?
import type { Fs } from "../../../replace.ts";

/**
 * Reads a whole file; fewer bytes if it shrinks meanwhile.
 * @param make makes the memory, given the length of the file in bytes
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
