// Entries, values and commitments: docs/journal-format.md, sections 1 to 3.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

export const sha256 = (...parts) => {
  const h = createHash('sha256');
  for (const p of parts) h.update(p);
  return h.digest();
};

export class Fault extends Error {
  constructor(what, detail, seq = 0, upto = seq) {
    super(detail);
    Object.assign(this, { what, seq, upto });
  }
}

export const MAX_ENTRY = 16777216;

// Pieces reads pieces one after the other and throws on anything that is not in its one proper form.
export class Pieces {
  constructor(b, at = 0) {
    this.b = b;
    this.at = at;
  }

  fail(why) {
    throw new Fault('entry-bytes', `byte ${this.at}: ${why}`);
  }

  length() {
    let n = 0;
    for (let i = 0; i < 4; i++) {
      if (this.at + i >= this.b.length) break;
      const c = this.b[this.at + i];
      n |= (c & 0x7f) << (7 * i);
      if (c < 0x80) {
        if (i > 0 && c === 0) this.fail('length not in its shortest form');
        this.at += i + 1;
        return n;
      }
    }
    return this.fail('cut short or length too large');
  }

  bytes() {
    const n = this.length();
    if (n > this.b.length - this.at) this.fail(`a piece of ${n} bytes, ${this.b.length - this.at} left`);
    this.at += n;
    return this.b.subarray(this.at - n, this.at);
  }

  text() {
    const b = this.bytes();
    if (!isUtf8(b)) this.fail('text is not UTF-8');
    return b;
  }

  // int returns a BigInt only where a Number would not be exact.
  int() {
    const b = this.bytes();
    const n = b.length;
    if (n === 0) return 0;
    if (n > 8) this.fail(`an integer of ${n} bytes`);
    if (n === 1 && b[0] === 0) this.fail('integer not in its shortest form');
    if (n > 1 && ((b[0] === 0 && b[1] < 0x80) || (b[0] === 0xff && b[1] >= 0x80))) this.fail('integer not in its shortest form');
    if (n <= 6) return b.readIntBE(0, n);
    let v = BigInt(b.readInt8(0));
    for (let i = 1; i < n; i++) v = (v << 8n) | BigInt(b[i]);
    return Number.isSafeInteger(Number(v)) ? Number(v) : v;
  }

  bool() {
    const b = this.bytes();
    if (b.length !== 1 || b[0] > 1) this.fail('neither yes nor no');
  }

  digest() {
    const b = this.bytes();
    if (b.length !== 0 && b.length !== 32) this.fail(`a digest of ${b.length} bytes`);
    if (b.length === 32 && b.every((c) => c === 0)) this.fail('the zero digest written out');
    return b;
  }

  count() {
    const n = this.length();
    if (n > this.b.length - this.at) this.fail(`${n} items cannot follow`);
    return n;
  }

  // value returns the bytes of tag and piece, and the commitment if it is one.
  value() {
    const from = this.at;
    if (from >= this.b.length) this.fail('value missing');
    const tag = this.b[this.at++];
    let commitment = null;
    if (tag === 0) {
      if (this.bytes().length !== 0) this.fail('null with content');
    } else if (tag === 1) this.int();
    else if (tag === 2) this.text();
    else if (tag === 3) this.bytes();
    else if (tag === 4) this.bool();
    else if (tag === 5) {
      commitment = this.bytes();
      if (commitment.length !== 32) this.fail(`a commitment of ${commitment.length} bytes`);
    } else this.fail(`unknown tag ${tag}`);
    return { raw: this.b.subarray(from, this.at), commitment };
  }

  // fields calls each(name, commitment) for commitments only.
  fields(each) {
    let last = null;
    for (let n = this.count(); n > 0; n--) {
      const name = this.text();
      if (name.length === 0) this.fail('a field without a name');
      if (last && Buffer.compare(last, name) >= 0) this.fail('fields not sorted or repeated');
      last = name;
      const { commitment } = this.value();
      if (commitment && each) each(name.toString(), commitment);
    }
  }

  end() {
    if (this.at !== this.b.length) this.fail(`${this.b.length - this.at} bytes left over`);
  }
}

export const properJournal = (name) => /^[A-Za-z0-9/_.-]{1,100}$/.test(name);

const MAGIC = Buffer.from('szje\x01');
const ROW = Buffer.from('shuangze row 1\n');
const COMMITMENT = Buffer.from('shuangze commitment 1\n');

// parseEntry reads a frozen entry; each, if given, gets (path, name, commitment).
export function parseEntry(b, each) {
  if (b.length > MAX_ENTRY || !b.subarray(0, 5).equals(MAGIC)) throw new Fault('entry-bytes', 'not an entry of format 1');
  const p = new Pieces(b, 5);
  const journal = p.bytes().toString('latin1');
  if (!properJournal(journal)) p.fail('no proper journal name');
  const seq = p.int();
  if (seq < 1) p.fail(`number ${seq}`);
  const at = p.int();
  for (let i = 0; i < 5; i++) p.int(); // claimed, account, person, appointment, on behalf of
  p.text(); // agent
  p.text(); // request
  const kind = p.text();
  p.text(); // object
  p.int();
  p.fields(each && ((name, c) => each(`fact/${name}`, name, c)));
  const rows = [];
  for (let n = p.count(); n > 0; n--) {
    const from = p.at;
    p.digest();
    const table = p.text();
    if (table.length === 0) p.fail('a row without a table');
    const id = p.int();
    p.int();
    p.bool();
    p.fields(each && ((name, c) => each(`${table}/${id}/${name}`, name, c)));
    const to = p.at;
    rows.push({ from, to, after: p.digest() });
  }
  p.end();
  return { journal, seq, at, kind, rows };
}

// checkRows throws when a row's after is not the digest of its change.
export function checkRows(b, rows) {
  rows.forEach((r, i) => {
    if (!sha256(ROW, b.subarray(r.from, r.to)).equals(r.after)) throw new Fault('row-digest', `row ${i + 1} of the entry`);
  });
}

function piece(b) {
  const head = [];
  let n = b.length;
  for (; n >= 0x80; n >>= 7) head.push((n & 0x7f) | 0x80);
  head.push(n);
  return Buffer.concat([Buffer.from(head), b]);
}

// checkOpening throws when salt and value do not open the commitment at path.
export function checkOpening(frozen, path, salt, value) {
  let held = false;
  let opened = false;
  parseEntry(frozen, (at, name, commitment) => {
    if (at !== path) return;
    held = true;
    opened ||= sha256(COMMITMENT, piece(salt), piece(Buffer.from(name)), value).equals(commitment);
  });
  if (!held) throw new Fault('opening-stray', `the entry holds no commitment at ${path}`);
  if (!opened) throw new Fault('opening-value', `salt and value do not open the commitment at ${path}`);
}
