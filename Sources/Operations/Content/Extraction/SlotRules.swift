internal import JSON
internal import Library

/// Which slot of a content item a place in its body is (M35).
enum SlotRules {
    /// The slot at `path`, which is the document's own where the body is one Markdown text.
    static func slot(of type: ContentType, _ path: JSONPath, position: Int?) -> ContentSlot {
        let key = path.description
        return ContentSlot(type: slotType(of: type, path), key: key.isEmpty ? nil : key, position: position)
    }

    private static func slotType(of type: ContentType, _ path: JSONPath) -> String {
        let names = path.steps.compactMap { step in if case .member(let name) = step { name } else { nil } }
        switch type {
        case .lesson where names.first == "videos": return "lesson_video"
        case .lesson where names.first == "documents": return "lesson_document"
        case .exercise where names.first == "questions": return question(names.dropFirst()) ?? "exercise_attachment"
        case .exercise: return question(names[...]) ?? "exercise_attachment"
        case .question: return question(names[...]) ?? type.mediaSlot
        default: return type.mediaSlot
        }
    }

    private static func question(_ names: ArraySlice<String>) -> String? {
        switch names.first {
        case "prompt": "question_prompt_media"
        case "explanation": "question_explanation_media"
        default: nil
        }
    }
}
