internal import Glibc

// Not `exit`: threads that still end would free what libcrypto's own clean-up frees at the same moment.
_exit(await Program.run(Array(CommandLine.arguments.dropFirst())))
