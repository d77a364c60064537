// A backup node of the demo: a real ssh server on loopback that runs commands with `sh`, in a home directory of its own.
import { spawn } from "node:child_process";
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from "node:net";
import ssh2, { type Connection, type ServerChannel } from "ssh2";

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Accepts the private key that belongs to `userKey`. Commands get `home` and PATH, and nothing else of our environment. */
export function serveNode(home: string, hostKey: string, userKey: string): Promise<Listening> {
  const allowed = ssh2.utils.parseKey(userKey);
  if (allowed instanceof Error) throw allowed;
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    connections.add(client);
    client.on("close", () => connections.delete(client));
    client.on("error", () => undefined); // The client hung up: not our problem.
    client.on("authentication", (attempt) => {
      const known = attempt.method === "publickey" && attempt.key.data.equals(allowed.getPublicSSH());
      if (!known) attempt.reject(["publickey"]);
      else if (!attempt.signature) attempt.accept();
      else if (allowed.verify(attempt.blob!, attempt.signature, attempt.hashAlgo)) attempt.accept();
      else attempt.reject(["publickey"]);
    });
    client.on("session", (accept) => {
      accept().on("exec", (acceptExec, _reject, { command }) => runIn(home, command, acceptExec()));
    });
  });
  return listen(server, () => {
    for (const client of connections) client.end();
  });
}

/** Accepts connections but never says anything. */
export function serveSilence(): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  return listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

function runIn(home: string, command: string, channel: ServerChannel): void {
  const child = spawn("/bin/sh", ["-c", command], { cwd: home, env: { HOME: home, PATH: process.env.PATH } });
  child.stdin.end();
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on("close", (code) => {
    channel.exit(code ?? 255);
    channel.end();
  });
  channel.on("close", () => child.kill());
}

function listen(server: NetServer, hangUp: () => void): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          hangUp();
        });
      resolve({ port, close });
    });
  });
}
