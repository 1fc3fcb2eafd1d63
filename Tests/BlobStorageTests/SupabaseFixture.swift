import BlobStorage
import Glibc
import Platform

/// The project's own stand-in for Supabase Storage (Tests/Support/supabase_stand_in.py), which has the API as it is documented; the real
/// service cannot run here.
enum SupabaseStandIn {
    static let url = environment("VITRINE_TEST_SUPABASE_URL")
    static let key = environment("VITRINE_TEST_SUPABASE_KEY")

    static var isAvailable: Bool { url != nil && key != nil }

    /// Why a test is skipped.
    static let lacking = "VITRINE_TEST_SUPABASE_URL and VITRINE_TEST_SUPABASE_KEY name no stand-in for Supabase"

    static let connections = StoreConnections()

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// A bucket of its own. It stays until the stand-in ends.
final class SupabaseFixture: StoreFixture {
    let supabase: SupabaseBlobStore
    var store: any BlobStore { supabase }

    convenience init(_ adjust: (inout SupabaseConfiguration) -> Void = { _ in }) async throws {
        try self.init(unmade: adjust)
        try await supabase.makeBucket()
    }

    /// Without its bucket.
    init(unmade adjust: (inout SupabaseConfiguration) -> Void) throws {
        var generator = SystemRandomNumberGenerator()
        let bucket = "test-" + String(generator.next() as UInt64, radix: 36)
        var configuration = SupabaseConfiguration(
            url: SupabaseStandIn.url ?? "", serviceRoleKey: SupabaseStandIn.key ?? "", bucket: bucket)
        configuration.timeout = .seconds(60)  // for machines that are busy with more than this
        adjust(&configuration)
        // What is spooled has no name there, so nothing is left to be removed.
        supabase = try SupabaseBlobStore(
            configuration, connections: SupabaseStandIn.connections, spool: "/tmp", pool: LocalFixture.pool)
    }
}
