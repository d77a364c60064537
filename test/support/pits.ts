// Servers that hold up a client, each on its own port, all in one process. It prints the ports and ends when its stdin does.
// One server answers properly, for comparison.
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import ssh2, { type Connection, type ServerChannel } from "ssh2";
import { listing } from "../collect/listing.ts";

const keys = ssh2.utils.generateKeyPairSync("ed25519");
const paths = Array.from(
  { length: 20 },
  (_, i) => `/scm/backup/forge/svn/main/2026/11/${String(i + 1).padStart(2, "0")}/161023/x.tar.gz`,
);
const records = [
  `clock ${Math.floor(Date.now() / 1000)}`,
  "root 0 ok /scm/backup/forge",
  ...paths.map((path, i) => `file 0 ${1e6 + i} 1700000000.0 ${path}`),
  "found 0 0",
];
const LISTING = listing(...records);

/** What the channel of the command does; all before that is normal. */
function ssh(onExec: (channel: ServerChannel, client: Connection) => void, authenticate = true): Server {
  const server = new ssh2.Server({ hostKeys: [keys.private] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (attempt) => authenticate && attempt.accept());
    client.on("session", (accept) => {
      accept().on("exec", (acceptExec) => {
        const channel = acceptExec();
        channel.on("error", () => undefined);
        onExec(channel, client);
      });
    });
  });
  return server;
}

function tcp(onSocket: (socket: Socket) => void): Server {
  return createServer((socket) => {
    socket.on("error", () => undefined);
    onSocket(socket);
  });
}

function every(ms: number, what: () => void, channel: { once(event: "close", listener: () => void): unknown }): void {
  const timer = setInterval(what, ms);
  channel.once("close", () => clearInterval(timer));
}

/** Sends up to a GiB, as fast as the client reads. */
function flood(stream: NodeJS.WritableStream): void {
  const chunk = Buffer.alloc(32 * 1024, "x");
  let left = 32 * 1024;
  const more = () => {
    while (left-- > 0) if (!stream.write(chunk)) return void stream.once("drain", more);
  };
  more();
}

/** Sends without regard to the client's window, which RFC 4254, 5.2 forbids. */
function floodOutside(channel: ServerChannel, client: Connection, extended: boolean): void {
  const inner = client as unknown as {
    _protocol: {
      channelData(id: number, data: Buffer): void;
      channelExtData(id: number, data: Buffer, type: number): void;
    };
    _sock: Socket;
  };
  const { id } = (channel as unknown as { outgoing: { id: number } }).outgoing;
  const chunk = Buffer.alloc(32 * 1024, "x");
  let left = 32 * 1024;
  const more = () => {
    for (let i = 0; i < 8 && left-- > 0; i++) {
      if (extended) inner._protocol.channelExtData(id, chunk, 1);
      else inner._protocol.channelData(id, chunk);
    }
    if (left > 0 && !inner._sock.destroyed) setImmediate(more);
  };
  more();
}

const good = ssh((channel) => {
  channel.write(LISTING);
  channel.exit(0);
  channel.end();
});

const SERVERS: Record<string, Server> = {
  good,
  "silent accept": tcp(() => undefined),
  "banner drip": tcp((socket) => every(300, () => socket.write("S"), socket)),
  "kex stall": tcp((socket) => socket.write("SSH-2.0-stalled\r\n")),
  "auth stall": ssh(() => undefined, false),
  "exec never answered": ssh(() => undefined),
  "one byte a second": ssh((channel) => every(1000, () => channel.write("x"), channel)),
  "no EOF": ssh((channel) => {
    channel.write(LISTING);
    channel.exit(0);
  }),
  "no close": ssh((channel) => {
    channel.write(LISTING);
    channel.exit(0);
    (channel as unknown as { eof(): void }).eof();
  }),
  "stderr flood": ssh((channel) => flood(channel.stderr)),
  "rekey storm": ssh((channel, client) => every(20, () => client.rekey(), channel)),
  "no exit status": ssh((channel) => {
    channel.write(LISTING);
    channel.end();
  }),
  // Normal up to the login, then silence.
  "half-open": tcp((socket) => {
    const { port } = good.address() as AddressInfo;
    const far = connect(port, "127.0.0.1");
    far.on("error", () => undefined);
    let passed = 0;
    far.on("data", (data: Buffer) => (passed += data.length) < 2000 && socket.write(data));
    socket.on("data", (data: Buffer) => far.write(data));
    socket.on("close", () => far.destroy());
  }),
  "stdout flood": ssh((channel) => flood(channel)),
  "stdout flood outside the window": ssh((channel, client) => floodOutside(channel, client, false)),
  "stderr flood outside the window": ssh((channel, client) => floodOutside(channel, client, true)),
};

const ports: Record<string, number> = {};
for (const [name, server] of Object.entries(SERVERS)) {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ports[name] = (server.address() as AddressInfo).port;
}
process.stdout.write(`${JSON.stringify({ hostKey: keys.public, ports })}\n`);
process.stdin.on("end", () => process.exit()).resume();
