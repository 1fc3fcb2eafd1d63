internal import Markup

/// Places in content with what is written there, each with its way there.
enum UnchangedPlaces {
    static func html(_ places: [UnchangedPlaceModel], _ context: PageContext) -> HTML {
        let rows = places.map { place -> HTML in
            """
            <li><div><p class="usage-place">\(PlaceLink(name: place.title, address: place.address, isElsewhere: place.isElsewhere).html())</p>
            <p class="hint">\(PlaceLink.type(place.targetType, context.localization)) · <code class="written" dir="ltr">\(place.written)</code></p>\
            </div></li>
            """
        }
        return #"<ul class="usages">\#(rows)</ul>"#
    }
}
