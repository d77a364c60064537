// A long line to a server: node bench/delay.ts PORT MS prints the port of its near end, and lives as long as its standard input.
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

const [port, ms] = process.argv.slice(2).map(Number) as [number, number];

const line = createServer((near) => {
  near.on("error", () => undefined).setNoDelay();
  // TCP's own handshake takes three ways, and its last one brings the client's first words along.
  setTimeout(() => {
    const far = connect({ port, host: "127.0.0.1", noDelay: true }).on("error", () => undefined);
    const words = near.read() as Buffer | null;
    if (words) far.write(words);
    late(near, far);
    late(far, near);
  }, 3 * ms);
});

/** What comes from one goes to the other later. */
function late(from: Socket, to: Socket): void {
  from.on("data", (data: Buffer) => setTimeout(() => to.write(data), ms));
  from.on("close", () => setTimeout(() => to.destroy(), ms));
}

line.listen(0, "127.0.0.1", () => process.stdout.write(`${(line.address() as AddressInfo).port}\n`));
process.stdin.on("end", () => process.exit()).resume();
