internal import Foundation

extension Phrase: Decodable {
    private enum Form: String, CodingKey {
        case one, other
    }

    init(from decoder: any Decoder) throws {
        if let single = try? decoder.singleValueContainer().decode(String.self) {
            self.init(one: nil, other: Sentence(single))
        } else {
            let forms = try decoder.container(keyedBy: Form.self)
            self.init(
                one: try forms.decodeIfPresent(String.self, forKey: .one).map(Sentence.init),
                other: Sentence(try forms.decode(String.self, forKey: .other)))
        }
    }
}

extension Localization {
    /// Reads a locale file: one JSON object from keys to a sentence, or to its `one` and `other` forms.
    ///
    /// - Throws: a decoding error when the bytes are not such an object.
    package init(language: String, json: [UInt8]) throws {
        self.init(language: language, phrases: try JSONDecoder().decode([String: Phrase].self, from: Data(json)))
    }

    /// Reads `Resources/locales/<language>.json`.
    ///
    /// - Throws: when the file is missing or not a locale file.
    package static func load(language: String = "en") throws -> Localization {
        try Localization(language: language, json: DashboardResources.contents(of: "locales/\(language).json"))
    }
}
