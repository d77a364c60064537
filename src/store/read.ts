// What is in a file, all of it, by the file system that a test may have broken?
import type { Fs } from "../replace.ts";

/** Into memory made by `make`, which is told how long the file is. */
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
