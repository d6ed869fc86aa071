"""What invented enterprises are called and where they stand. Towns and postcodes are real, everything else is not."""


def _list(text: str) -> tuple[str, ...]:
    """The words of `text`; an underscore stands for a space within one."""
    return tuple(word.replace("_", " ") for word in text.split())


FIRST_NAMES = _list("""
    An Annick Astrid Bart Bert Brecht Bram Carine Chantal Christophe Dirk Dries Eline Els Emma Eva Fatima Filip Frank
    Geert Gert Griet Guy Hanne Hassan Hilde Ilse Inge Ivan Jan Jana Jeroen Joke Jonas Jozef Karel Karim Kathleen Katrien
    Koen Kristof Lars Laura Lieve Lies Linda Luc Lut Maarten Marc Maria Marleen Martine Mehmet Mieke Mohammed Nathalie
    Nele Nico Olivier Pascal Patrick Paul Peter Philippe Pieter Rita Robin Ruben Sam Sara Sofie Stefaan Stijn Sven
    Thomas Tim Tine Tom Ümit Veerle Véronique Walter Wim Wouter Yasmina Youssef Zoë Zeynep
""")
COMMON_LAST_NAMES = _list("""
    Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters De_Smet Vermeulen Van_den_Broeck Aerts Dubois
    El-Amrani Yılmaz D'hondt Lambrecht Desmedt Coppens Hermans Michiels Pauwels De_Clercq Van_Damme Martens Segers
    Van_de_Velde Lemmens Smets Wauters Bogaert Declercq Verhoeven Christiaens Verstraete De_Backer Cools Vandenberghe
    Thijs Öztürk Benali Lefèvre Müller O'Brien
""")
LAST_NAME_PREFIXES = ("", "", "", "Van ", "De ", "Vande", "Van der ", "Ver", "'t ")
LAST_NAME_STARTS = _list("""
    Berg Boom Bos Brand Broek Brug Coen Daem Deck Dries Ever Geld Ger Goor Haeg Hamel Heire Hoef Hout Huy Kamp Kerk Ket
    Kruys Laer Lam Lande Leem Linde Loo Meer Meul Moer Molle Neven Noord Oost Paep Poel Put Raes Reyn Riet Roel Roose
    Rysel Schel Schoen Sever Slag Smee Spiel Steen Stock Strae Tack Tiel Troost Uyt Vael Veld Vinck Vloe Vos Waer Wal
    Wee West Weyn Wille Wind Wyn Zand Zee Zele
""")
LAST_NAME_ENDS = _list("""
    aert aerts beke beeck bosch brouck dael donck ens eren gaert gem hals hauwer hout huys inck ing kens lans man mans
    meers molen mont nick oot sele sens stra straete tens veld velde voort waerts wegen wyck zeele
""")
TRADES = _list("""
    Bakkerij Slagerij Kapsalon Garage Boekhoudkantoor Schrijnwerkerij Loodgieterij Drukkerij Tuinaanleg Frituur Café
    Bloemenwinkel Apotheek Transport Bouwonderneming Dakwerken Fietsenwinkel Landbouwbedrijf Traiteur Optiek Brasserie
    Schilderwerken Elektriciteitswerken Vloerwerken Tandartspraktijk Kinesitherapie Advocatenkantoor Architectenbureau
    Immokantoor Verzekeringskantoor Fiduciaire Studiebureau Reisbureau Wasserij Meubelen Tegelwerken Grondwerken
    Schoonheidssalon Dierenartsenpraktijk Rijschool Kinderdagverblijf Boomkwekerij Vishandel Juwelen Interieur
    Sanitair Ramen_en_Deuren Taxi Krantenwinkel Nachtwinkel
""")
NICKNAMES = (
    "De Zoete Inval", "'t Hoekske", "Den Hert", "Zon & Zee", "De 3 Linden", 'Het "Gouden" Anker', "Noord", "Zuid",
    "Maasland", "Ter Beke", "De Kluis", "Élégance", "Rozenhof", "Scheldezicht", "De Molen", "Het Witte Paard",
    "De Gouden Leeuw", "In den Engel", "De Nieuwe Brug", "Klein Zwitserland", "Het Torentje", "De Wilde Roos",
    "Ons Huis", "'t Kelderke", "De Vlinder", "Belle Vue", "Het Lindeke", "De Kroon", "L'Étoile", "De Regenboog",
    "Zonneschijn", "'t Pleintje", "De Oude Post", "Het Anker", "Den Engel", "De Zwaan", "De Ster", "Het Molenhof",
    "Café de la Gare", "'t Schuurke", "Het Kasteeltje", "De Linde", "Groot Eiland", "De Valk", "Hof ter Eike",
)  # fmt: skip
BRAND_PARTS = _list("""
    al ba bel bi bra cor da de dex don el en fin flex ga glo gri ho in ka ki lan lex li lo lux ma max me mo na nex ni no
    o per pla pri pro qua ra rex ri ro sa se si so sta ta te ti to tra tri ul va ve vi vo wa xi zo
""")
BRAND_ENDINGS = _list("co tec bo fin ma net pro lab tex plan mat kor del ron nis dis vex go")
ACTIVITIES = _list("""
    Invest Consult Consulting Group Holding Services Solutions Logistics Projects Construct Immo Trading Management
    Engineering Design Media Energy Food Events Training Care Benelux International Vlaanderen
""")
STREETS = _list("""
    Kerkstraat Stationsstraat Molenstraat Dorpsstraat Nieuwstraat Schoolstraat Veldstraat Gentsesteenweg
    Leuvensesteenweg Beukenlaan Eikenlaan Kapellestraat Hoogstraat Kasteeldreef Vaartkom Grote_Markt Koning_Albertlaan
    Sint-Jansstraat Brugsesteenweg Lindelaan Rozenstraat Meersstraat Bosstraat Broekstraat Heidestraat Industrielaan
    Nijverheidslaan Kortrijksesteenweg Zandstraat Wijngaardstraat
""")
TOWNS = (
    "9000 Gent Gand", "2000 Antwerpen Anvers", "3000 Leuven Louvain", "3500 Hasselt Hasselt", "8000 Brugge Bruges",
    "8500 Kortrijk Courtrai", "1000 Brussel Bruxelles", "9300 Aalst Alost", "2300 Turnhout Turnhout",
    "3600 Genk Genk", "4790 Burg-Reuland Burg-Reuland", "1400 Nivelles Nivelles", "9070 Destelbergen Destelbergen",
    "8970 Poperinge Poperinge", "2800 Mechelen Malines", "9100 Sint-Niklaas Saint-Nicolas", "8400 Oostende Ostende",
    "8800 Roeselare Roulers", "3800 Sint-Truiden Saint-Trond", "2500 Lier Lierre", "9200 Dendermonde Termonde",
    "8600 Diksmuide Dixmude", "3680 Maaseik Maaseik", "3700 Tongeren Tongres", "9500 Geraardsbergen Grammont",
    "9600 Ronse Renaix", "9700 Oudenaarde Audenarde", "9900 Eeklo Eeklo", "9160 Lokeren Lokeren", "8900 Ieper Ypres",
    "8300 Knokke-Heist Knokke-Heist", "8700 Tielt Tielt", "8630 Veurne Furnes", "1500 Halle Hal",
    "1800 Vilvoorde Vilvorde", "3300 Tienen Tirlemont", "3200 Aarschot Aarschot", "3290 Diest Diest",
    "2200 Herentals Herentals",
    "2400 Mol Mol", "2440 Geel Geel", "2900 Schoten Schoten", "2960 Brecht Brecht", "2550 Kontich Kontich",
    "2650 Edegem Edegem", "3900 Pelt Pelt", "3960 Bree Bree", "3920 Lommel Lommel", "3990 Peer Peer",
    "9400 Ninove Ninove", "9620 Zottegem Zottegem", "9520 Sint-Lievens-Houtem Sint-Lievens-Houtem",
    "9800 Deinze Deinze", "9940 Evergem Evergem", "9130 Beveren Beveren", "1930 Zaventem Zaventem",
    "1700 Dilbeek Dilbeek", "1730 Asse Asse", "1850 Grimbergen Grimbergen", "3001 Heverlee Heverlee",
    "9050 Gentbrugge Gentbrugge", "2018 Antwerpen Anvers", "1030 Schaarbeek Schaerbeek", "1050 Elsene Ixelles",
    "1180 Ukkel Uccle", "4000 Luik Liège", "5000 Namen Namur", "7000 Bergen Mons", "1332 Rixensart Rixensart",
    "4700 Eupen Eupen",
)  # fmt: skip
ABROAD = (
    ("Frankrijk", "France", "Lille", "Rue de Béthune"), ("Nederland", "Pays-Bas", "Sluis", "Nieuwstraat"),
    ("Duitsland", "Allemagne", "Aachen", "Bergstraße"),
    ("Luxemburg (Groot-Hertogdom)", "Luxembourg (Grand-Duché)", "Clervaux", "Grand-Rue"),
)  # fmt: skip
LEGAL_FORMS = ("610", "610", "610", "612", "014", "706", "017")
