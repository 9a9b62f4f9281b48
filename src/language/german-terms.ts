/**
 * German words that stand on letters and forms and stay German inside every language: they say
 * nothing about the language of the sentence around them. Compared as `foldWord` leaves them.
 */
export const germanTerms = `
  abmelden abmeldung abschlagszahlung agentur alg amt amtsgericht anhörung anmeldung anmelden antrag anträge
  anwalt arbeitsagentur arbeitsamt arbeitserlaubnis arbeitsvertrag arzt asyl asylantrag asylbewerber
  aufenthalt aufenthaltserlaubnis aufenthaltsgestattung aufenthaltstitel ausbildung ausländeramt
  ausländerbehörde ausweis bafög bahncard bamf bank beantragen bankkonto bedarfsgemeinschaft behörde bescheid
  bescheinigung betriebskosten blauekarte brief briefkasten bundesamt bundesagentur bundesland
  bundesverwaltungsamt bürgeramt bürgerbüro bürgergeld bußgeld deutschlandticket duldung ehrenamt
  einbürgerung einbürgerungstest einwohnermeldeamt einschreiben elterngeld elternzeit energie
  erstausstattung fahrschule familiengericht familienkasse familiennachzug familienzusammenführung
  fiktion fiktionsbescheinigung finanzamt formular frauenhaus frist führerschein gas geburtsurkunde
  gemeinde gemeinschaftsunterkunft gericht gesundheitsamt gesundheitskarte gez girokonto grundsicherung
  grundschule gymnasium hartz hausarzt hausmeister hausordnung hausverwaltung heiratsurkunde heizkosten
  heizung hort ihk hwk insolvenz integrationskurs inkasso jobcenter jobcentre jugendamt kaltmiete kasse
  kaution kautionen kellerabteil kfz kindergarten kindergeld kinderzuschlag kirche kita klage konto
  krankenkasse krankenhaus krankenschein krankenversicherung krankschreibung kündigung kündigungsfrist
  kurs lamsa landkreis landesverwaltungsamt landratsamt lebenslauf lohn mahnbescheid mahnung meldeamt
  meldebescheinigung meldebestätigung miete mieter mieterbund mieterverein mieterhöhung mietminderung
  mietschulden mietspiegel mietvertrag minijob müll nachbar nachzahlung nebenkosten niederlassung
  niederlassungserlaubnis notar notaufnahme ordnungsamt pass pflegegeld polizei probezeit quittung
  rathaus räumung räumungsklage rechnung rente rentenversicherung rundfunkbeitrag schimmel schlüssel
  schufa schufaauskunft schuldenberatung schuldnerberatung schule schulamt schwangerschaftsberatung
  sozialamt sozialhilfe sozialwohnung sparkasse sprachkurs staatsanwaltschaft stadt stadtverwaltung
  stadtwerke standesamt steuer steuererklärung steuernummer steueridentifikationsnummer stromanbieter
  termin treppenhaus übergabeprotokoll umgangsrecht ummelden ummeldung umzug unterhalt unterhaltsvorschuss
  untermiete urlaub verein verbraucherzentrale vermieter vermieterin verpflichtungserklärung vertrag
  vhs visum volkshochschule vollmacht vorstellungsgespräch warmmiete wbs wg
  weiterbewilligungsantrag weiterbewilligung widerspruch wohnberechtigungsschein wohngeld wohnsitzauflage
  wohnung wohnungsamt wohnungsgeber wohnungsgeberbestätigung wohnungsgesellschaft wohnungsgenossenschaft
  zahlungsaufforderung zeugnis zoll zeitarbeit zulassungsstelle zuweisung zweckentfremdung bundesfreiwilligendienst
  sgb asylblg bgb estg iban ewe hwg gwg wobau
`

/** Long German compounds of offices and papers that no list holds completely. */
export const germanCompound =
  /^\p{L}{3,}(?:bescheinigung|bestatigung|bestaetigung|behorde|behoerde|erlaubnis|abrechnung|versicherung|vertrag|antrag|bescheid|beitrag|zuschlag|zuschuss|schein|titel|kosten|geld|amt|stelle|gesetz|urkunde|auskunft|beratung|verfahren|erklarung|leistung|ordnung|nummer|kasse|karte|kurs|frist|hilfe|formular|prufung|anerkennung|vermittlung|unterkunft|genossenschaft|gesellschaft|zentrum)(?:e|en|es|n|s)?$/u

/** Places that people name all over the state; the complete list is handed over in the options. */
export const wellKnownPlaces = [
  'Halle',
  'Halle (Saale)',
  'Halle-Neustadt',
  'Magdeburg',
  'Dessau',
  'Dessau-Roßlau',
  'Lutherstadt Wittenberg',
  'Wittenberg',
  'Bitterfeld-Wolfen',
  'Bitterfeld',
  'Wolfen',
  'Stendal',
  'Halberstadt',
  'Wernigerode',
  'Quedlinburg',
  'Merseburg',
  'Weißenfels',
  'Naumburg',
  'Zeitz',
  'Bernburg',
  'Köthen',
  'Schönebeck',
  'Aschersleben',
  'Staßfurt',
  'Sangerhausen',
  'Eisleben',
  'Salzwedel',
  'Haldensleben',
  'Burg',
  'Zerbst',
  'Gardelegen',
  'Genthin',
  'Oschersleben',
  'Sachsen-Anhalt',
  'Saxony-Anhalt',
  'Saalekreis',
  'Berlin',
  'Leipzig',
  'Dresden',
  'Hamburg',
  'Hannover',
  'Deutschland',
]
