// A slow connection to a server: node bench/delay.ts PORT MS prints the port to connect to, and ends when its stdin does.
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

const [port, ms] = process.argv.slice(2).map(Number) as [number, number];

const line = createServer((near) => {
  near.on("error", () => undefined).setNoDelay();
  // A TCP handshake takes three trips; the client's first bytes travel with the last.
  setTimeout(() => {
    const far = connect({ port, host: "127.0.0.1", noDelay: true }).on("error", () => undefined);
    const words = near.read() as Buffer | null;
    if (words) far.write(words);
    late(near, far);
    late(far, near);
  }, 3 * ms);
});

/** Passes the data of one socket to the other, delayed. */
function late(from: Socket, to: Socket): void {
  from.on("data", (data: Buffer) => setTimeout(() => to.write(data), ms));
  from.on("close", () => setTimeout(() => to.destroy(), ms));
}

line.listen(0, "127.0.0.1", () => process.stdout.write(`${(line.address() as AddressInfo).port}\n`));
process.stdin.on("end", () => process.exit()).resume();
