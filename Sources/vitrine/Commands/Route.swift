internal import Doors

extension Command {
    static let routeList = Command(
        "route list", "Lists every address the server answers, and who may use it.",
        options: [Option("json", nil, "print one line of JSON for each")]
    ) { arguments in
        for route in RouteSummary.all {
            if arguments.has("json") {
                try Output.json(route)
            } else {
                let access = route.capability.map { "\(route.access) \($0)" } ?? route.access
                Output.line("\(route.method)\t\(route.path)\t\(access)")
            }
        }
    }
}
