// Tree, checkpoints and keys: docs/journal-format.md, sections 4 and 5.
import { createPublicKey, verify } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { Fault, properJournal, sha256 } from './entry.mjs';

const ZERO = Buffer.from([0]);
const ONE = Buffer.from([1]);
export const leafHash = (frozen) => sha256(ZERO, frozen);
const inner = (l, r) => sha256(ONE, l, r);

export class Tree {
  size = 0;
  nodes = []; // the frontier, with the number of leaves under each

  append(hash) {
    let n = 1;
    while (this.nodes.length > 0 && this.nodes.at(-1).n === n) {
      hash = inner(this.nodes.pop().hash, hash);
      n *= 2;
    }
    this.nodes.push({ hash, n });
    this.size++;
  }

  frontier() {
    return Buffer.concat(this.nodes.map((x) => x.hash));
  }

  root() {
    if (this.nodes.length === 0) return sha256();
    return this.nodes.map((x) => x.hash).reduceRight((right, left) => inner(left, right));
  }
}

// checkInclusion throws unless the proof leads from leaf h at index to the root.
export function checkInclusion(index, size, h, root, proof) {
  const bad = () => {
    throw new Fault('receipt-proof', 'the proof does not lead to the root');
  };
  if (index >= size) bad();
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  for (const p of proof) {
    if (p.length !== 32 || sn === 0n) bad();
    if (fn & 1n || fn === sn) {
      h = inner(p, h);
      while (!(fn & 1n) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else h = inner(h, p);
    fn >>= 1n;
    sn >>= 1n;
  }
  if (sn !== 0n || !h.equals(root)) bad();
}

// base64 is strict: Buffer would pass over what does not belong there.
export function base64(s) {
  const b = Buffer.from(s, 'base64');
  return b.toString('base64') === s ? b : null;
}

const properName = (s) => s !== '' && !/[\s+\u0085]/u.test(s);

export function parseKey(vkey) {
  const [name, hash, key64, ...more] = vkey.split('+');
  // base64 itself may hold plus signs: only the first two separate.
  const key = base64([key64, ...more].join('+')) ?? Buffer.alloc(0);
  if (!properName(name) || !/^[0-9a-fA-F]{8}$/.test(hash ?? '') || key.length !== 33 || key[0] !== 1) throw new Fault('receipt-key', 'not a verifier key');
  if (!sha256(Buffer.from(name + '\n'), key).subarray(0, 4).equals(Buffer.from(hash, 'hex'))) throw new Fault('receipt-key', 'the key does not fit its hash');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]);
  return { vkey, name, hash: Buffer.from(hash, 'hex'), key: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };
}

// parseCheckpoint reads a signed checkpoint; signature is null, "key" or "signature": what is wrong with it.
export function parseCheckpoint(signed, key) {
  const bad = (why) => {
    throw new Fault('bytes', `checkpoint: ${why}`);
  };
  const all = signed.toString();
  const split = all.lastIndexOf('\n\n');
  if (!isUtf8(signed) || /[\0-\x09\x0b-\x1f]/.test(all) || split < 0 || !all.endsWith('\n')) bad('not a signed note');
  const text = all.slice(0, split + 1);
  const lines = all.slice(split + 2, -1).split('\n');
  const m = /^shuangze\/([^\n]*)\n(0|[1-9][0-9]*)\n([^\n]*)\ntime (0|-?[1-9][0-9]*)\n(?:after ([^\n]*)\n)?$/.exec(text);
  const root = m && base64(m[3]);
  const after = m?.[5] === undefined ? null : base64(m[5]);
  if (m?.[5] !== undefined && after?.length !== 32) bad('does not name the one before it');
  if (!m || !properJournal(m[1]) || !root || root.length !== 32 || !Number.isSafeInteger(Number(m[2]))) bad('not a checkpoint of a journal');
  let signature = key ? 'key' : null;
  if (lines.length > 100) bad('too many signatures');
  for (const line of lines) {
    const s = /^— ([^ ]+) ([^ ]+)$/.exec(line);
    const sig = s && properName(s[1]) && base64(s[2]);
    if (!sig || sig.length < 5) bad('malformed signature line');
    if (!key || s[1] !== key.name || !sig.subarray(0, 4).equals(key.hash)) continue;
    const ok = sig.length === 68 && verify(null, Buffer.from(text), key.key, sig.subarray(4));
    if (signature !== 'signature') signature = ok ? null : 'signature';
  }
  return { journal: m[1], size: Number(m[2]), root, at: m[4], after, digest: sha256(Buffer.from('shuangze note 1\n' + text)), signature };
}
