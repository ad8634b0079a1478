//! Names of invented people. Neither taken from nor fitted to the tables that matching uses: a part of the short names here
//! is unknown to it.

pub(crate) const MEN: &[&str] = &[
    "David", "Mohammed", "John", "Michael", "James", "Daniel", "Paul", "Lee", "Ryan", "Liam", "Jordan", "Kyle", "Gareth", "Rhys",
    "Dean", "Sean", "Connor", "Ashley", "Jamie", "Craig", "Nathan", "Aaron", "Tyrone", "Callum", "Declan", "Marcus", "Leon", "Jermaine",
    "Dafydd", "Ieuan", "Gethin", "Tomos", "Owain", "Emyr", "Iolo", "Krzysztof", "Piotr", "Tomasz", "Marius", "Ionut", "Bogdan",
    "Abdul", "Hassan", "Bilal", "Imran", "Yusuf", "Tariq", "Harpreet", "Gurdeep", "Rajesh", "Vikram", "Kwame", "Emeka", "Oluwaseun", "Tendai",
    "Alexander", "Benjamin", "Christopher", "Edward", "Frederick", "Gregory", "Jonathan", "Joseph", "Matthew", "Nicholas", "Patrick",
    "Robert", "Samuel", "Stephen", "Thomas", "Timothy", "William", "Zachary", "Duane", "Errol", "Jayden", "Hayden", "Kayden", "Ellis",
    "Jean-Paul", "Wei", "Minh", "Li", "Aidan", "Ayden", "Kieran", "Ciaran", "Brandon", "Brendan", "Corey", "Reece", "Shane", "Wayne",
];

pub(crate) const WOMEN: &[&str] = &[
    "Sarah", "Emma", "Stacey", "Leanne", "Kelly", "Chloe", "Jade", "Gemma", "Donna", "Tracey", "Kirsty", "Natalie", "Danielle", "Paula",
    "Catherine", "Elizabeth", "Margaret", "Rebecca", "Jennifer", "Samantha", "Victoria", "Deborah", "Susan", "Christine", "Christina",
    "Siân", "Angharad", "Rhiannon", "Cerys", "Lowri", "Nia", "Megan", "Ffion", "Katarzyna", "Agnieszka", "Ioana", "Elena", "Fatima",
    "Aisha", "Khadija", "Maryam", "Simran", "Priya", "Ngozi", "Adaeze", "Shanice", "Keisha", "Ella", "Ellie", "Eleanor", "Amelia",
    "Mary-Ann", "Anne Marie", "Tia", "Mia", "Kayleigh", "Hayley", "Kylie", "Bethan", "Tamsin", "Saffron", "Demi", "Tanya", "Tania",
];

pub(crate) const SURNAMES: &[&str] = &[
    "Smith", "Jones", "Williams", "Davies", "Khan", "Evans", "Brown", "Taylor", "Thomas", "Hussain", "Ahmed", "Roberts", "Singh", "Lewis",
    "Walker", "Wilson", "Hughes", "Green", "Edwards", "Ali", "Patel", "Griffiths", "Harris", "Murphy", "Kaur", "O'Neil", "O'Brien",
    "McDonald", "MacDonald", "Begum", "Pugh", "Vaughan", "Llewellyn", "Probert", "Gwilliam", "Bebb", "Tudor", "Kowalski", "Nowak",
    "Wiśniewska", "Popescu", "Ionescu", "Radu", "Okafor", "Adeyemi", "Mensah", "Boateng", "Moyo", "Chukwu", "Nguyen", "Tran", "Chen", "Zhang",
    "Da Silva", "De Souza", "Van der Berg", "Al-Hassan", "El Amin", "Rahman", "Miah", "Uddin", "Chowdhury", "Akhtar", "Malik", "Sharma",
    "Gill", "Dhillon", "Fairweather", "Postlethwaite", "Ramsbottom", "Hargreaves", "Birtwistle", "Entwistle", "Crabtree", "Sugden",
    "Holroyd", "Ackroyd", "Murgatroyd", "Sedgwick", "Trelawney", "Penrose", "Pascoe", "Nankervis", "Trevithick", "Bolitho", "Featherstone",
    "Armitage", "Braithwaite", "Cartwright", "Dunwoody", "Eccleston", "Fotheringham", "Gallagher", "Hepplewhite", "Inglethorpe",
    "Jellicoe", "Kershaw", "Lonsdale", "Micklethwaite", "Netherton", "Oakeshott", "Pemberton", "Quarmby", "Rowbotham", "Satterthwaite",
    "Thistlethwaite", "Underhill", "Verity", "Wolstenholme", "Yarwood", "Zeller", "Clarke", "Clark", "Phillips", "Philips", "Reid", "Read",
    "Thompson", "Thomson", "Stevens", "Stephens", "Harrison", "Harris", "Johnson", "Johnston", "Bailey", "Bayley", "Francis", "Daly",
];

pub(crate) const STREETS: &[&str] = &[
    "High Street", "Station Road", "Mill Lane", "Church Walk", "Park Avenue", "Heol y Bont", "Canal Row", "Orchard Close", "Queen's Drive",
    "Ffordd Las", "Chapel Hill", "Victoria Terrace", "Beech Grove", "Foundry Street", "Harbour View", "The Crescent", "Tollgate", "Market Square",
];

/// A name and what else its bearer is called. The first eight are such as a list would hold, the last few are not.
pub(crate) const SHORT: &[(&str, &str)] = &[
    ("Robert", "Bob"), ("William", "Billy"), ("Michael", "Mick"), ("David", "Dai"), ("Christopher", "Chris"), ("Stephen", "Steve"),
    ("Jonathan", "Jon"), ("Mohammed", "Muhammad"), ("Samuel", "Sam"), ("Daniel", "Danny"), ("Alexander", "Alex"), ("Edward", "Ted"),
    ("Thomas", "Tommy"), ("Matthew", "Matt"), ("Gareth", "Gaz"), ("Catherine", "Kate"), ("Elizabeth", "Beth"), ("Margaret", "Peggy"),
    ("Rebecca", "Becky"), ("Jennifer", "Jenny"), ("Samantha", "Sam"), ("Deborah", "Debs"), ("Victoria", "Vicky"), ("Susan", "Sue"),
    ("Krzysztof", "Chris"), ("Katarzyna", "Kasia"), ("Rhiannon", "Rhi"), ("Oluwaseun", "Seun"), ("Craig", "Cragga"), ("Wayne", "Wazza"),
    ("Jermaine", "JJ"), ("Agnieszka", "Aga"),
];
