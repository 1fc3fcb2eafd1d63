internal import HTTPServer

/// `/site-variables`.
enum SiteVariableDescriptions {
    static let group = DescriptionGroup(
        name: "Site variables", text: "Values that sites read from anywhere, such as a default logo's address.",
        operations: operations)

    private static let name = ParameterDescription.path("name", .text(minimum: 1).example("main"), "Which ones.")

    private static let operations = [
        OperationDescription(
            .get, "/site-variables/{name}", "showSiteVariables", "Shows them", parameters: [name, .ifNoneMatch],
            answers: [
                .json(.map(to: .text()), "Values by name.", headers: ["ETag": .text()]),
                .empty(304, "Those you have are still right.", headers: ["ETag": .text()]),
                .empty(412, "A precondition failed."),
            ], problems: [404, 503]),
        OperationDescription(
            .options, "/site-variables/{name}", "askAboutSiteVariables", "Tells other origins what they may", parameters: [name],
            answers: [.done("They may read them.")]),
    ]
}
