// Work for the processor alone: calls, integers, bytes, floating point. Each returns what it found,
// so that two engines can be compared and nothing is optimised away.

#define EXPORT(name) __attribute__((export_name(#name)))

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

EXPORT(fib) u32 fib(u32 n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

static const u32 K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static u8 buffer[256 * 1024] __attribute__((aligned(8)));

static void fill(void) {
  for (u32 i = 0; i < sizeof buffer; i++) {
    buffer[i] = (u8)(i * 31 + 7);
  }
}

static u32 rotate(u32 x, int n) { return x >> n | x << (32 - n); }

static void block(u32 *state, const u8 *p) {
  u32 w[64];
  for (int i = 0; i < 16; i++) {
    w[i] = (u32)p[4 * i] << 24 | (u32)p[4 * i + 1] << 16 | (u32)p[4 * i + 2] << 8 | p[4 * i + 3];
  }
  for (int i = 16; i < 64; i++) {
    u32 s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    u32 s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  u32 a = state[0], b = state[1], c = state[2], d = state[3];
  u32 e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; i++) {
    u32 s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    u32 t1 = h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i];
    u32 s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    u32 t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

// The state of SHA-256 after n bytes of the buffer, without the padding.
EXPORT(hash) u32 hash(u32 n) {
  u32 state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  fill();
  for (u32 at = 0; at + 64 <= n && at + 64 <= sizeof buffer; at += 64) {
    block(state, buffer + at);
  }
  return state[0] ^ state[7];
}

// FNV-1a of n bytes of the buffer: a byte, an exclusive or, a multiplication, each after the other.
EXPORT(fnv) u32 fnv(u32 n) {
  fill();
  u32 hash = 0x811c9dc5;
  for (u32 i = 0; i < n && i < sizeof buffer; i++) {
    hash = (hash ^ buffer[i]) * 0x01000193;
  }
  return hash;
}

static const u64 P1 = 0x9e3779b185ebca87, P2 = 0xc2b2ae3d27d4eb4f, P3 = 0x165667b19e3779f9;
static const u64 P4 = 0x85ebca77c2b2ae63;

static u64 rotate_left(u64 x, int n) { return x << n | x >> (64 - n); }
static u64 word(const u8 *p) { return *(const u64 *)p; }
static u64 lane(u64 sum, u64 input) { return rotate_left(sum + input * P2, 31) * P1; }
static u64 merge(u64 hash, u64 sum) { return (hash ^ lane(0, sum)) * P1 + P4; }

// xxHash64 of n bytes of the buffer, a multiple of 32: eight bytes at once, four sums.
EXPORT(xxhash) u32 xxhash(u32 n) {
  fill();
  u64 v1 = P1 + P2, v2 = P2, v3 = 0, v4 = 0 - P1;
  for (u32 at = 0; at + 32 <= n && at + 32 <= sizeof buffer; at += 32) {
    v1 = lane(v1, word(buffer + at));
    v2 = lane(v2, word(buffer + at + 8));
    v3 = lane(v3, word(buffer + at + 16));
    v4 = lane(v4, word(buffer + at + 24));
  }
  u64 hash = rotate_left(v1, 1) + rotate_left(v2, 7) + rotate_left(v3, 12) + rotate_left(v4, 18);
  hash = merge(merge(merge(merge(hash, v1), v2), v3), v4) + n;
  hash = (hash ^ hash >> 33) * P2;
  hash = (hash ^ hash >> 29) * P3;
  return (u32)(hash ^ hash >> 32);
}

static u8 composite[1 << 20];

// How many primes are below n.
EXPORT(sieve) u32 sieve(u32 n) {
  if (n > sizeof composite) {
    n = sizeof composite;
  }
  u32 count = 0;
  for (u32 i = 0; i < n; i++) {
    composite[i] = 0;
  }
  for (u32 i = 2; i < n; i++) {
    if (!composite[i]) {
      count++;
      for (u64 j = (u64)i * i; j < n; j += i) {
        composite[j] = 1;
      }
    }
  }
  return count;
}

#define MOST 200
static double a[MOST][MOST], b[MOST][MOST], c[MOST][MOST];

// The trace of the product of two matrices of n by n.
EXPORT(matmul) u32 matmul(u32 n) {
  if (n > MOST) {
    n = MOST;
  }
  for (u32 i = 0; i < n; i++) {
    for (u32 j = 0; j < n; j++) {
      a[i][j] = (double)(i + j) / n;
      b[i][j] = (double)(i * j % 7) / n;
      c[i][j] = 0;
    }
  }
  for (u32 i = 0; i < n; i++) {
    for (u32 k = 0; k < n; k++) {
      double x = a[i][k];
      for (u32 j = 0; j < n; j++) {
        c[i][j] += x * b[k][j];
      }
    }
  }
  double trace = 0;
  for (u32 i = 0; i < n; i++) {
    trace += c[i][i];
  }
  return (u32)(trace * 1000);
}

// A module must have these to be packaged.
EXPORT(handle_request) u64 handle_request(void) { return 0; }
EXPORT(handle_response) void handle_response(u32 context, u32 is_error) {
  (void)context;
  (void)is_error;
}
