// Bundles: docs/journal-format.md, section 6. The file is read in parts; memory does not grow with it.
import { openSync, fstatSync, readSync } from 'node:fs';
import { checkOpening, checkRows, Fault, MAX_ENTRY, parseEntry, Pieces, properJournal } from './entry.mjs';
import { leafHash, parseCheckpoint, parseKey, Tree } from './tree.mjs';

const PART = 1 << 20;

// Records reads records from a place in the file.
class Records {
  constructor(fd, at) {
    Object.assign(this, { fd, at, size: fstatSync(fd).size, buf: Buffer.alloc(0), start: at });
  }

  // have makes n bytes at this.at available, or fewer at the end of the file.
  have(n) {
    const from = this.at - this.start;
    if (from + n <= this.buf.length) return this.buf.subarray(from, from + n);
    const buf = Buffer.allocUnsafe(Math.min(Math.max(n, PART), this.size - this.at));
    let got = 0;
    while (got < buf.length) {
      const k = readSync(this.fd, buf, got, buf.length - got, this.at + got);
      if (k === 0) throw new Fault('bundle-bytes', `byte ${this.at}: the file became shorter`);
      got += k;
    }
    this.buf = buf;
    this.start = this.at;
    return buf.subarray(0, n);
  }

  next() {
    const at = this.at;
    const broken = (why) => new Fault('bundle-bytes', `byte ${at}: ${why}`);
    const head = this.have(6);
    if (head.length < 2) throw broken('the file ends');
    const p = new Pieces(head, 1);
    let n;
    try {
      n = p.length();
    } catch {
      throw broken('no proper record length');
    }
    if (n > MAX_ENTRY + 1024) throw broken('no proper record length');
    this.at += p.at;
    const payload = this.have(n);
    if (payload.length < n) throw broken('the file ends within a record');
    this.at += n;
    return { sort: String.fromCharCode(head[0]), payload, at };
  }
}

// Journal collects what one journal of the bundle shows.
class Journal {
  entries = 0;
  next = 1;
  tree = new Tree();
  faults = [];
  points = [];
  good = { checkpoint: 0, outside: 0 };
  chain = [];

  constructor(payload, key, outside) {
    const p = new Pieces(payload);
    this.name = p.bytes().toString('latin1');
    this.size = p.int();
    this.frontier = p.bytes();
    p.end();
    if (!properJournal(this.name) || this.size < 0) throw new Fault('bundle-journal', 'no proper head');
    this.key = key;
    for (const c of outside) if (c.journal === this.name) this.point(c, 'outside');
  }

  fault(what, detail, seq, upto = seq) {
    this.faults.push(new Fault(what, detail, seq, upto));
  }

  checkpoint(payload) {
    let c;
    try {
      c = parseCheckpoint(payload, this.key);
    } catch (e) {
      if (!(e instanceof Fault)) throw e;
      return this.fault('checkpoint-bytes', e.message, 0);
    }
    if (c.journal !== this.name) return this.fault('checkpoint-journal', `a checkpoint of ${c.journal}`, c.size);
    this.chain.push(c);
    return this.point(c, 'checkpoint');
  }

  // follow checks that every stored checkpoint names the one before it, as soon as one does.
  follow() {
    let last = null;
    for (const c of this.chain.sort((a, b) => a.size - b.size)) {
      const wrong = c.after === null ? last?.after : !c.after.equals(last?.digest ?? Buffer.alloc(32));
      if (wrong) this.fault('checkpoint-chain', `the checkpoint at ${c.size} does not name the one before it`, c.size);
      last = c;
    }
  }

  point(c, sort) {
    if (c.signature) this.fault(`${sort}-${c.signature}`, `the checkpoint at ${c.size}: wrong ${c.signature}`, c.size);
    this.points.push({ size: c.size, root: c.root, sort });
    this.sorted = false;
  }

  compare() {
    if (!this.sorted) this.points.sort((a, b) => a.size - b.size || (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));
    this.sorted = true;
    let root = null;
    while (this.points.length > 0 && this.points[0].size === this.tree.size) {
      const p = this.points.shift();
      root ??= this.tree.root();
      if (p.root.equals(root)) this.good[p.sort] = p.size;
      else this.fault(`${p.sort}-root`, `not the entries of the checkpoint at ${p.size}`, this.good[p.sort] + 1, p.size);
    }
  }

  entry(frozen, id) {
    this.compare();
    try {
      const e = parseEntry(frozen);
      if (e.seq > this.next) this.fault('entry-missing', `entry ${e.seq} follows ${this.next - 1}`, this.next);
      if (e.seq < this.next) this.fault('entry-repeated', `entry ${e.seq} stands after ${this.next - 1}`, e.seq);
      this.next = Number(e.seq);
      if (e.journal !== this.name) this.fault('entry-journal', `the bytes belong to ${e.journal}`, this.next);
      this.ids ??= id - BigInt(e.seq);
      if (id - BigInt(e.seq) !== this.ids) this.fault('entry-id', `entry ${e.seq} is called ${id}`, this.next);
      checkRows(frozen, e.rows);
    } catch (e) {
      if (!(e instanceof Fault)) throw e;
      this.fault(e.what, e.message, this.next);
    }
    this.next++;
    this.entries++;
    this.tree.append(leafHash(frozen));
  }

  finish() {
    this.compare();
    this.follow();
    const n = this.tree.size;
    for (const p of this.points) this.fault(`${p.sort}-ahead`, `the checkpoint says ${p.size} entries, there are ${n}`, n + 1, p.size);
    if (this.size !== n) this.fault('head-size', `the head says ${this.size} entries, there are ${n}`, Math.min(this.size, n) + 1, Math.max(this.size, n));
    else if (!this.frontier.equals(this.tree.frontier())) this.fault('head-frontier', 'the head does not fit the entries', 1, n);
    this.faults.sort((a, b) => a.upto - b.upto);
  }
}

// Openings walks the entries a second time beside the openings, which come in the same order.
class Openings {
  constructor(journal, fd, at) {
    this.journal = journal;
    this.records = new Records(fd, at);
    this.now = null;
    this.seq = 0;
  }

  check(payload) {
    const p = new Pieces(payload);
    const id = String(p.int());
    const path = p.text().toString();
    const salt = p.bytes();
    const { raw } = p.value();
    p.end();
    if (salt.length !== 16) p.fail('a salt of another length');
    while (this.now?.id !== id) {
      const r = this.records.next();
      if (r.sort !== 'E') throw new Fault('opening-stray', `no entry ${id} for ${path}, or openings out of order`);
      const q = new Pieces(r.payload);
      this.now = { id: String(q.int()), frozen: Buffer.from(r.payload.subarray(q.at)) };
      this.seq++;
    }
    try {
      checkOpening(this.now.frozen, path, salt, raw);
    } catch (e) {
      this.journal.fault(e.what, e.message, this.seq);
    }
  }
}

// verifyBundle returns the journals with their faults; the file's own faults are in a journal without entries.
export function verifyBundle(file, keyGiven, checkpoints) {
  const fd = openSync(file);
  const first = new Records(fd, 0).have(1024).toString();
  const header = /^shuangze bundle 1\nkey ([^\n]+)\n\n/.exec(first);
  if (!header) throw new Fault('bundle-bytes', 'not a bundle of format 1');
  const vkey = keyGiven ?? (header[1] === 'none' ? null : header[1]);
  if (header[1] !== 'none') parseKey(header[1]);
  const key = vkey && parseKey(vkey);
  const outside = checkpoints.map((c) => parseCheckpoint(c, key));
  const records = new Records(fd, Buffer.byteLength(header[0]));
  const journals = [];
  let now = null;
  let order = '';
  let entriesAt = 0;
  let openings = null;
  for (;;) {
    try {
      const { sort, payload, at } = records.next();
      if (sort === 'J' || sort === 'Z') {
        now?.finish();
        now = null;
        if (sort === 'Z') {
          const p = new Pieces(payload);
          const said = [p.int(), p.int()];
          p.end();
          const are = [journals.length, journals.reduce((n, j) => n + j.entries, 0)];
          if (said[0] !== are[0] || said[1] !== are[1] || records.at !== records.size) throw new Fault('bundle-end', `says ${said}, holds ${are}, ${records.size - records.at} bytes more`);
          break;
        }
        const j = new Journal(payload, key, outside);
        if (journals.some((k) => k.name === j.name)) throw new Fault('bundle-journal', `${j.name} for the second time`);
        journals.push((now = j));
        [order, entriesAt, openings] = ['C', 0, null];
        continue;
      }
      if (!now || !['C', 'E', 'O'].includes(sort) || sort < order) throw new Fault('bundle-bytes', `byte ${at}: record ${sort} out of place`);
      order = sort;
      if (sort === 'C') now.checkpoint(payload);
      else if (sort === 'E') {
        entriesAt ||= at;
        const p = new Pieces(payload);
        const id = BigInt(p.int());
        now.entry(payload.subarray(p.at), id);
      } else (openings ??= new Openings(now, fd, entriesAt || at)).check(Buffer.from(payload));
    } catch (e) {
      if (!(e instanceof Fault)) throw e;
      if (now) {
        now.fault(e.what === 'entry-bytes' ? 'bundle-bytes' : e.what, e.message, now.next);
        now.finish();
      } else journals.push({ name: '', entries: 0, tree: new Tree(), faults: [e] });
      break;
    }
  }
  for (const c of outside) {
    if (!journals.some((j) => j.name === c.journal)) {
      journals.push({ name: c.journal, entries: 0, tree: new Tree(), faults: [new Fault('outside-journal', 'the bundle does not hold this journal', c.size)] });
    }
  }
  return journals;
}
