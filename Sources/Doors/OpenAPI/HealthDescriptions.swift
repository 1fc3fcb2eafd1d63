internal import HTTPServer

/// `/healthz`, `/readyz` and `/metrics`.
enum HealthDescriptions {
    static let group = DescriptionGroup(
        name: "Health", text: "For whoever runs the server.",
        operations: [
            OperationDescription(
                .get, "/healthz", "showLiveness", "Tells whether the process answers",
                answers: [.json(.object(["status": .constant("ok")]), "It does.")]),
            OperationDescription(
                .get, "/readyz", "showReadiness", "Tells whether requests can be served",
                answers: [
                    .json(readiness(["ok", "degraded"]), "They can, though parts may be degraded."),
                    .json(readiness(["unavailable"]), status: 503, "They cannot."),
                ]),
            OperationDescription(
                .get, "/metrics", "showMetrics", "Counts, for Prometheus",
                answers: [AnswerDescription(status: 200, text: "In Prometheus's text format.", content: ["text/plain": .text()])]),
        ])

    private static func readiness(_ statuses: [String]) -> JSONSchema {
        .object([
            "status": .choice(statuses), "checks": JSONSchema.map(to: .text()).described("What works, or why not, by part."),
        ])
    }
}
