internal import Glibc

exit(WorkerProcess.main(CommandLine.arguments))
