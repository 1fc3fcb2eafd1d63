import FileTypes
import Testing

@Suite struct TextTypeTests {
    @Test(
        "HTML is HTML, whatever stands before it and however little of it there is",
        arguments: [
            "<!DOCTYPE html><html></html>", "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">", "\n\n \t<HTML>",
            "\u{FEFF}<html lang=en>",
            "<!-- a comment --><!-- another -->\n<body onload=x()>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
            "  <iframe src=x>", "<!-- never ended <svg", "<p>text", "<a href=x>", "<h1 class=x>",
            "<!-- only a comment --> and text",
            "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\">", "<html\n>", "<br/>", "<TABLE>",
        ])
    func html(text: String) throws {
        #expect(try type(of: text) == "text/html")
    }

    @Test("HTML in Latin-1, with NULs, or in UTF-16 is HTML")
    func encodings() throws {
        #expect(try type(of: bytes("<html><p>caf\u{E9}")) == "text/html")
        #expect(try type(of: bytes("<html>\0\0\u{1}")) == "text/html")
        let text = Array("<html><p>é".utf16)
        let little = text.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = text.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(try type(of: [0xFF, 0xFE] + little) == "text/html")
        #expect(try type(of: [0xFE, 0xFF] + big) == "text/html")
        #expect(try type(of: little) == "text/html")
        #expect(try type(of: big) == "text/html")
    }

    @Test(
        "SVG is SVG behind declarations, comments and prefixes",
        arguments: [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<svg>",
            "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg width=\"1\">",
            "<?xml version=\"1.0\"?><!-- Created with a program --><svg>",
            "<!-- " + String(repeating: "long ", count: 5000) + "--><svg>",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\">\n<svg>",
            "<!DOCTYPE svg [ <!ENTITY ns \"http://www.w3.org/2000/svg\"> <!ENTITY b \"]\"> ]>\n<svg xmlns=\"&ns;\">",
            "<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\">",
            "<?xml version=\"1.0\"?><?xml-stylesheet href=\"a.css\"?><s:svg xmlns:s=\"x\">",
            "\n\n <SVG onload=alert(1)>",
        ])
    func svg(text: String) throws {
        #expect(try type(of: text) == "image/svg+xml")
    }

    @Test("SVG in UTF-16 is SVG")
    func svgInUTF16() throws {
        let text = Array("<?xml version=\"1.0\" encoding=\"UTF-16\"?><svg/>".utf16)
        #expect(try type(of: [0xFF, 0xFE] + text.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == "image/svg+xml")
        #expect(try type(of: text.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == "image/svg+xml")
    }

    @Test(
        "other XML is XML",
        arguments: ["<?xml version=\"1.0\"?><rss/>", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "<!DOCTYPE plist><plist>"])
    func xml(text: String) throws {
        #expect(try type(of: text) == "application/xml")
    }

    @Test(
        "scripts are scripts",
        arguments: [
            ("#!/bin/sh\nrm -rf x", "text/x-shellscript"), ("#!/usr/bin/env bash\n", "text/x-shellscript"),
            ("#! /bin/zsh", "text/x-shellscript"), ("#!/usr/bin/env python3\n", "text/x-python"),
            ("#!/usr/bin/perl -w", "text/x-perl"),
            ("<?php echo 1;", "text/x-php"), ("\n<?PHP echo 1;", "text/x-php"),
        ])
    func scripts(text: String, expected: String) throws {
        #expect(try type(of: text) == expected)
    }

    @Test(
        "JSON is JSON, and what only begins like it is text",
        arguments: [
            ("{\"a\": [1, -2.5e3, true, null, \"x\\\"y\"], \"b\": {}}", true), ("[]", true), ("  {}\n", true),
            ("[{\"a\":1},{\"a\":2}]", true),
            ("[1] A footnote", false), ("{not json}", false), ("{\"a\": 1", false), ("{\"a\" 1}", false), ("[1,]", false),
            ("{} {}", false),
            ("[truth]", false), (String(repeating: "[", count: 100_000), false),
        ])
    func json(text: String, isJSON: Bool) throws {
        #expect(try type(of: text) == (isJSON ? "application/json" : "text/plain"))
    }

    @Test("JSON that goes on after the head is JSON, wherever it is cut")
    func cutJSON() throws {
        let text = Array("[{\"name\": \"a\\\"b\", \"n\": [1.5, true, null, {}]}, {\"x\": -1}]".utf8)
        for length in 1...text.count - 1 {
            #expect(try type(of: Array(text[..<length]), byteSize: 1_000_000) == "application/json", "\(length)")
        }
    }

    @Test("prose is plain text, in UTF-8, in UTF-16 and in Latin-1, also when the head ends within a character")
    func plain() throws {
        #expect(try type(of: "Grüße aus Lisbon\r\n\tund so weiter") == "text/plain")
        #expect(try type(of: "日本語のテキスト") == "text/plain")
        #expect(try type(of: Array("日本語のテキスト".utf8.dropLast()), byteSize: 1000) == "text/plain")
        #expect(try type(of: bytes("Gr\u{FC}\u{DF}e aus dem letzten Jahrhundert")) == "text/plain")
        #expect(try type(of: [0xFF, 0xFE] + bytes("h\0i\0")) == "text/plain")
        #expect(try type(of: "a < b and <b, c> are no elements") == "text/plain")
        #expect(try type(of: "import os\nprint(1) # no line says what this is") == "text/plain")
    }

    @Test("a table and its kin have types of their own")
    func tables() throws {
        #expect(try type(of: "name,size,kind\na,1,image\nb,2,video\nc,3,audio\n") == "text/csv")
        #expect(try type(of: "WEBVTT\n\n00:00.000 --> 00:01.000\nHi") == "text/vtt")
        #expect(try type(of: "BEGIN:VCALENDAR\r\n") == "text/calendar")
    }

    /// The other way round is what attackers upload; delivery headers, not this room, make it harmless.
    @Test("a picture's header before HTML makes a picture: what it begins as is what it is")
    func polyglots() throws {
        #expect(try type(of: "GIF89a/*<html><script>alert(1)</script>") == "image/gif")
        #expect(try type(of: bytes("\u{FF}\u{D8}\u{FF}\u{E0}<script>alert(1)</script>")) == "image/jpeg")
        #expect(try type(of: "<html>GIF89a") == "text/html")
    }
}
