/** Ed25519 for browsers whose WebCrypto lacks it; a page fetches this only then. */

import {verifyAsync} from '@noble/ed25519';

/** Whether the signature holds, by the strict rules of RFC 8032. */
export async function verify(key: Uint8Array, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
  try {
    return await verifyAsync(signature, data, key, {zip215: false});
  } catch {
    return false;
  }
}
