import Testing

@testable import BlobStorage

/// The examples of AWS's documentation ("Signature Calculations", "Authenticating Requests: Using Query Parameters").
@Suite("Signature version 4")
struct SignatureV4Tests {
    private static let credentials = S3Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    private static let host = (name: "Host", value: "examplebucket.s3.amazonaws.com")
    /// 2013-05-24 00:00:00 UTC.
    private static let time: Int64 = 1_369_353_600
    private let signature = SignatureV4(credentials: credentials, region: "us-east-1")

    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var method = "GET"
        let path: String
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var payload = SignatureV4.Payload.empty
        let signature: String
    }

    static let examples = [
        Example(
            testDescription: "GET object", path: "/test.txt", headers: [("Range", "bytes=0-9")],
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        Example(
            testDescription: "PUT object", method: "PUT", path: "/test%24file.text",
            headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            payload: .hash("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        Example(
            testDescription: "GET bucket lifecycle", path: "/", query: [("lifecycle", "")],
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        Example(
            testDescription: "list objects", path: "/", query: [("prefix", "J"), ("max-keys", "2")],
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]

    @Test("requests are signed as in AWS's examples", arguments: examples)
    func headers(example: Example) throws {
        let signed = signature.sign(
            method: example.method, path: example.path, query: example.query, headers: example.headers + [Self.host],
            payload: example.payload, at: Self.time)
        let authorization = try #require(signed.first { $0.name == "Authorization" }?.value)
        #expect(authorization.hasSuffix("Signature=" + example.signature))
        #expect(authorization.contains("Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"))
        #expect(signed.contains { $0 == ("x-amz-date", "20130524T000000Z") })
    }

    @Test("an address is signed as in AWS's example")
    func presigned() {
        let query = signature.presign(
            method: "GET", path: "/test.txt", query: [], headers: [Self.host], lifetime: 86400, at: Self.time)
        #expect(
            query == "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
                + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    }

    @Test("the query is sorted by its encoded names and then values, and a name without a value has an equals sign")
    func canonicalQuery() {
        #expect(
            CanonicalRequest.encode([("b", "2"), ("a", "z"), ("a", "b c"), ("uploads", ""), ("ä", "/")])
                == "%C3%A4=%2F&a=b%20c&a=z&b=2&uploads=")
    }

    @Test("fields are signed in lower case, in order, without needless blanks")
    func canonicalHeaders() {
        let request = CanonicalRequest(
            method: "GET", path: "/", query: [], headers: [("X-B", "  two   words "), ("Host", "h:9000"), ("x-a", "")],
            payload: "UNSIGNED-PAYLOAD")
        #expect(request.text == "GET\n/\n\nhost:h:9000\nx-a:\nx-b:two words\n\nhost;x-a;x-b\nUNSIGNED-PAYLOAD")
    }

    @Test("a session token is sent and signed")
    func sessionToken() {
        let credentials = S3Credentials(accessKeyID: "A", secretAccessKey: "S", sessionToken: "T/+")
        let signature = SignatureV4(credentials: credentials, region: "eu-central-1")
        let signed = signature.sign(method: "GET", path: "/", query: [], headers: [], payload: .empty, at: 0)
        #expect(signed.contains { $0 == ("x-amz-security-token", "T/+") })
        #expect(signed.last?.value.contains("SignedHeaders=x-amz-content-sha256;x-amz-date;x-amz-security-token,") == true)
        let query = signature.presign(method: "GET", path: "/", query: [], headers: [], lifetime: 1, at: 0)
        #expect(query.contains("&X-Amz-Security-Token=T%2F%2B&"))
    }

    @Test("credentials show in no description")
    func redaction() {
        let configuration = S3Configuration(endpoint: "http://h", region: "r", bucket: "bbb", credentials: Self.credentials)
        #expect(!"\(configuration) \(String(reflecting: configuration))".contains("EXAMPLE"))
    }
}

@Suite("S3 addresses and dates")
struct S3AddressTests {
    private func address(_ endpoint: String, _ bucket: String = "media", pathStyle: Bool = true) throws -> S3Address {
        let credentials = S3Credentials(accessKeyID: "A", secretAccessKey: "S")
        return try S3Address(
            S3Configuration(endpoint: endpoint, region: "r", bucket: bucket, credentials: credentials, forcePathStyle: pathStyle))
    }

    @Test("the bucket is in the path or in the host, and the scheme's own port is left out")
    func styles() throws {
        let path = try address("http://127.0.0.1:9000/")
        #expect(path.url(path: path.path("a/b c+ü.jpg"), query: "") == "http://127.0.0.1:9000/media/a/b%20c%2B%C3%BC.jpg")
        #expect(path.url(path: path.path(nil), query: "uploads=") == "http://127.0.0.1:9000/media?uploads=")
        let host = try address("https://S3.example.com:443", pathStyle: false)
        #expect(host.host == "media.s3.example.com")
        #expect(host.url(path: host.path("a"), query: "") == "https://media.s3.example.com/a")
        #expect(host.path(nil) == "/")
        #expect(try address("https://[::1]:9000").host == "[::1]:9000")
    }

    @Test(
        "what is no endpoint or no bucket is refused",
        arguments: [
            ("", "media"), ("s3.example.com", "media"), ("ftp://h", "media"), ("http://", "media"), ("http://u:p@h", "media"),
            ("http://h/path", "media"), ("http://h?q", "media"), ("http://h", "a/b"), ("http://h", ""), ("http://h", ".."),
        ])
    func malformed(endpoint: String, bucket: String) {
        #expect(throws: BlobError.self) { try address(endpoint, bucket) }
    }

    @Test("dates are written and read")
    func dates() {
        #expect(S3Time.compact(1_440_938_160) == "20150830T123600Z")
        #expect(S3Time.compact(0) == "19700101T000000Z")
        #expect(S3Time.parse("2009-10-12T17:50:30.000Z") == 1_255_369_830)
        #expect(S3Time.parse("2009-10-12T17:50:30Z") == 1_255_369_830)
        for text in ["", "2009-10-12", "2009-10-12T17:50:30", "2009-13-12T17:50:30Z", "2009-10-12T25:50:30Z", "x-y-zTa:b:cZ"] {
            #expect(S3Time.parse(text) == nil)
        }
    }

    @Test("keys in listings are decoded")
    func decoding() {
        #expect(PercentEncoding.decode("a%2Fb+c%C3%BC", plusIsSpace: true) == "a/b cü")
        for text in ["%", "%2", "%zz", "%ff", "%+1"] { #expect(PercentEncoding.decode(text) == nil) }
    }
}
