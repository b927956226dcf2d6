import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Decision 0051 has what each level costs and saves. */
const LEVEL = 9;
/** No record holds more than this, in bytes: a damaged one must not ask for all memory. */
const MOST_BYTES = 64 * 1024 ** 2;

/** Compresses with a checksum, so that damage is noticed when it is read. */
export function compress(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 },
    pledgedSrcSize: bytes.length,
  });
}

export function decompress(bytes: Uint8Array): Buffer {
  return zstdDecompressSync(bytes, { maxOutputLength: MOST_BYTES });
}
