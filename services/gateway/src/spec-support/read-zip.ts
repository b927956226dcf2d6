import { crc32, inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

/**
 * Reads a zip as another program would: by its central directory, checking every size and checksum (APPNOTE.TXT 6.3.10,
 * sections 4.3.7, 4.3.12 and 4.3.16; no zip64).
 */
export function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.length - 22;
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('there is no end of a zip');
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`there is no entry at ${at}`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [number, number, number];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const content = contentAt(zip, zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 20));
    if (content.length !== zip.readUInt32LE(at + 24)) throw new Error(`${name} has another size than the directory says`);
    if (crc32(content) !== zip.readUInt32LE(at + 16)) throw new Error(`${name} has another checksum than the directory says`);
    if (files.has(name)) throw new Error(`${name} is there twice`);
    files.set(name, content);
    at += 46 + nameLength + extraLength + commentLength;
  }
  if (at !== end) throw new Error('the directory does not end where it should');
  return files;
}

function contentAt(zip: Buffer, header: number, compressedSize: number): Buffer {
  if (zip.readUInt32LE(header) !== LOCAL_HEADER) throw new Error(`there is no file at ${header}`);
  const begin = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(begin, begin + compressedSize);
  return zip.readUInt16LE(header + 8) === 0 ? bytes : inflateRawSync(bytes);
}
