/** What the company does: its areas as a tree of two levels, and in each what there is software for. */

/** A name in tags, and the words for it within a sentence. */
export type Subject = readonly [name: string, words: string]

export type Area = {
  readonly tag: string
  readonly name: string
  readonly about: string
  readonly below: readonly {
    readonly tag: string
    readonly name: string
    readonly about: string
    readonly subjects: readonly Subject[]
  }[]
}

type Below = Area['below'][number]

const below = (tag: string, name: string, about: string) => ({
  of: (...subjects: readonly Subject[]): Below => ({ tag, name, about, subjects }),
})

const SHOP: Area = {
  tag: 'retail-shop',
  name: 'Retail shop',
  about: 'The shop for people at home, on the web and as an app.',
  below: [
    below('storefront', 'Storefront', 'Pages that visitors see before they sign in.').of(
      ['home-page', 'the home page'],
      ['category-pages', 'category pages'],
      ['product-pages', 'product pages'],
      ['store-locator', 'opening hours and addresses of stores'],
      ['wish-lists', 'wish lists'],
      ['page-templates', 'templates of pages'],
    ),
    below('search-and-navigation', 'Search and navigation', 'How visitors find a product.').of(
      ['search-index', 'the search index'],
      ['search-ranking', 'the ranking of search results'],
      ['suggestions', 'suggestions while typing'],
      ['facets', 'filters of result lists'],
      ['synonyms', 'synonyms and misspellings'],
      ['recommendations', 'recommended products'],
    ),
    below('basket-and-checkout', 'Basket and checkout', 'From the basket to a placed order.').of(
      ['basket-contents', 'the contents of baskets'],
      ['basket-pricing', 'prices and discounts of a basket'],
      ['checkout-flow', 'the steps of the checkout'],
      ['delivery-options', 'delivery options and their dates'],
      ['order-placement', 'placed orders'],
      ['vouchers', 'vouchers and gift cards'],
    ),
    below('content', 'Content', 'Texts and pictures that are not products.').of(
      ['guides', 'planting guides'],
      ['campaigns', 'campaign pages'],
      ['translations', 'translations'],
      ['newsletters', 'newsletters'],
      ['reviews', 'reviews by customers'],
      ['seasonal-calendar', 'the calendar of sowing and planting'],
    ),
  ],
}

const WHOLESALE: Area = {
  tag: 'wholesale',
  name: 'Wholesale',
  about: 'Sales to nurseries, landscapers and other shops.',
  below: [
    below('trade-accounts', 'Trade accounts', 'Businesses that buy, and what they may buy.').of(
      ['trade-registration', 'registrations of businesses'],
      ['credit-limits', 'credit limits'],
      ['buyer-roles', 'who may order for a business'],
      ['trade-terms', 'payment and delivery terms'],
      ['account-managers', 'account managers and their customers'],
      ['trade-documents', 'certificates and trade licenses'],
    ),
    below('quotes-and-contracts', 'Quotes and contracts', 'Prices that are agreed with one customer.').of(
      ['quotes', 'quotes'],
      ['price-agreements', 'agreed prices'],
      ['contract-archive', 'signed contracts'],
      ['volume-discounts', 'volume discounts'],
      ['tenders', 'answers to tenders'],
      ['quote-approvals', 'approvals of quotes'],
    ),
    below('bulk-ordering', 'Bulk ordering', 'Large orders by form, file and EDI.').of(
      ['edi-orders', 'orders that arrive by EDI'],
      ['order-files', 'order files that customers upload'],
      ['standing-orders', 'standing orders'],
      ['quick-order', 'the quick order form'],
      ['order-splitting', 'orders that are delivered in parts'],
      ['pallet-planning', 'how orders are put on pallets'],
    ),
    below('marketplace', 'Marketplace', 'Products that partners sell on our pages.').of(
      ['seller-onboarding', 'new sellers'],
      ['seller-listings', 'listings of sellers'],
      ['seller-payouts', 'payouts to sellers'],
      ['seller-ratings', 'ratings of sellers'],
      ['commissions', 'commissions'],
      ['listing-checks', 'checks of listings'],
    ),
  ],
}

const PRODUCTS: Area = {
  tag: 'products',
  name: 'Products',
  about: 'What is sold, and for how much.',
  below: [
    below('product-information', 'Product information', 'Names, sizes and care of everything that is sold.').of(
      ['product-master', 'the master data of products'],
      ['attributes', 'attributes of products'],
      ['plant-care', 'care instructions of plants'],
      ['variants', 'sizes and colors of products'],
      ['classification', 'categories of products'],
      ['product-quality', 'the completeness of product data'],
    ),
    below('prices-and-promotions', 'Prices and promotions', 'List prices, offers and their rules.').of(
      ['list-prices', 'list prices'],
      ['promotions', 'promotions'],
      ['price-rules', 'rules of prices'],
      ['competitor-prices', 'prices of competitors'],
      ['price-history', 'the lowest price of the last 30 days'],
      ['bundles', 'bundles of products'],
    ),
    below('assortment', 'Assortment', 'Which products are sold where and when.').of(
      ['assortment-plans', 'plans of the assortment'],
      ['season-openings', 'starts and ends of seasons'],
      ['listing-decisions', 'decisions about new products'],
      ['phase-outs', 'products that are phased out'],
      ['range-analysis', 'the sales of ranges'],
      ['substitutes', 'products that replace others'],
    ),
    below('media', 'Media', 'Pictures, films and data sheets.').of(
      ['image-library', 'product images'],
      ['image-resizing', 'images in the sizes that pages need'],
      ['data-sheets', 'safety data sheets'],
      ['films', 'films'],
      ['photo-studio', 'orders of the photo studio'],
      ['media-rights', 'rights to images'],
    ),
  ],
}

const SUPPLY: Area = {
  tag: 'supply',
  name: 'Supply',
  about: 'Buying goods, and having them when they are needed.',
  below: [
    below('suppliers', 'Suppliers', 'Who delivers to us.').of(
      ['supplier-master', 'the master data of suppliers'],
      ['supplier-portal', 'the portal for suppliers'],
      ['supplier-scores', 'how well suppliers deliver'],
      ['plant-passports', 'plant passports'],
      ['supplier-lists', 'price lists of suppliers'],
      ['audits', 'audits of suppliers'],
    ),
    below('purchasing', 'Purchasing', 'Orders that we place.').of(
      ['purchase-orders', 'purchase orders'],
      ['order-proposals', 'proposals of purchase orders'],
      ['goods-receipts', 'expected deliveries'],
      ['import-customs', 'customs of imports'],
      ['rebates', 'rebates of suppliers'],
      ['purchase-approvals', 'approvals of purchase orders'],
    ),
    below('demand-planning', 'Demand planning', 'How much will be sold.').of(
      ['forecasts', 'forecasts of sales'],
      ['weather-effects', 'effects of the weather on sales'],
      ['season-profiles', 'profiles of seasons'],
      ['promotion-effects', 'effects of promotions'],
      ['forecast-accuracy', 'the accuracy of forecasts'],
      ['safety-stock', 'safety stock'],
    ),
    below('stock', 'Stock', 'What is where, and what can be promised.').of(
      ['stock-levels', 'stock levels'],
      ['stock-reservations', 'reservations of stock'],
      ['availability', 'the availability of products'],
      ['stock-corrections', 'corrections of stock'],
      ['expiry-dates', 'dates until which goods can be sold'],
      ['stock-valuation', 'the value of stock'],
    ),
  ],
}

const LOGISTICS: Area = {
  tag: 'logistics',
  name: 'Logistics',
  about: 'From the order to the door, and back.',
  below: [
    below('warehouses', 'Warehouses', 'Storing goods in six buildings.').of(
      ['storage-bins', 'storage bins'],
      ['put-away', 'where goods are put'],
      ['stock-counts', 'stock counts'],
      ['dock-scheduling', 'the times of trucks at docks'],
      ['greenhouse-climate', 'the climate of greenhouses'],
      ['forklift-tasks', 'tasks of forklifts'],
    ),
    below('picking-and-packing', 'Picking and packing', 'From shelves into parcels.').of(
      ['pick-waves', 'waves of picking'],
      ['pick-routes', 'routes of pickers'],
      ['packing-stations', 'packing stations'],
      ['parcel-sizes', 'sizes of parcels'],
      ['live-plants', 'the packing of live plants'],
      ['labels', 'labels of parcels'],
    ),
    below('carriers', 'Carriers', 'Who brings it to the customer.').of(
      ['carrier-selection', 'the choice of a carrier'],
      ['tracking', 'the tracking of parcels'],
      ['freight-costs', 'freight costs'],
      ['pickup-points', 'pickup points'],
      ['delivery-slots', 'delivery slots'],
      ['own-fleet', 'tours of our own trucks'],
    ),
    below('returns', 'Returns', 'What comes back.').of(
      ['return-requests', 'requests of returns'],
      ['return-inspection', 'the inspection of returns'],
      ['refund-decisions', 'decisions about refunds'],
      ['return-reasons', 'reasons of returns'],
      ['restocking', 'returned goods that are sold again'],
      ['warranty-claims', 'warranty claims'],
    ),
  ],
}

const FINANCE: Area = {
  tag: 'finance',
  name: 'Finance',
  about: 'Money that comes in and goes out.',
  below: [
    below('payment-handling', 'Payment handling', 'Taking and returning money.').of(
      ['card-payments', 'card payments'],
      ['direct-debits', 'direct debits'],
      ['refunds', 'refunds'],
      ['fraud-checks', 'checks for fraud'],
      ['payment-reconciliation', 'the reconciliation of payments'],
      ['chargebacks', 'chargebacks'],
    ),
    below('invoicing', 'Invoicing', 'Invoices and what is due.').of(
      ['invoices', 'invoices'],
      ['credit-notes', 'credit notes'],
      ['dunning', 'reminders of unpaid invoices'],
      ['e-invoices', 'electronic invoices'],
      ['statements', 'monthly statements'],
      ['invoice-archive', 'archived invoices'],
    ),
    below('accounting', 'Accounting', 'Books, costs and closings.').of(
      ['ledger-postings', 'postings in the ledger'],
      ['cost-centers', 'cost centers'],
      ['month-end', 'the closing of a month'],
      ['accruals', 'accruals'],
      ['exchange-rates', 'exchange rates'],
      ['asset-register', 'the register of assets'],
    ),
    below('tax-and-compliance', 'Tax and compliance', 'What the law asks for.').of(
      ['vat-rates', 'VAT rates'],
      ['tax-reports', 'tax reports'],
      ['packaging-reports', 'reports of packaging'],
      ['sanction-checks', 'checks against sanction lists'],
      ['retention-rules', 'rules about how long data is kept'],
      ['plant-health', 'reports of plant health'],
    ),
  ],
}

const CUSTOMERS: Area = {
  tag: 'customers',
  name: 'Customers',
  about: 'Who buys, and how we speak with them.',
  below: [
    below('customer-accounts', 'Customer accounts', 'Accounts, addresses and consents.').of(
      ['customer-profiles', 'profiles of customers'],
      ['addresses', 'addresses'],
      ['consents', 'consents'],
      ['customer-merging', 'accounts that exist twice'],
      ['data-requests', 'requests for personal data'],
      ['order-history', 'the orders of a customer'],
    ),
    below('service-desk', 'Service desk', 'Questions and complaints.').of(
      ['tickets', 'tickets of customers'],
      ['chat', 'the chat'],
      ['phone-routing', 'the routing of calls'],
      ['answers', 'answers that agents reuse'],
      ['complaints', 'complaints'],
      ['satisfaction', 'surveys of satisfaction'],
    ),
    below('messaging', 'Messaging', 'Mail, text messages and notices in the app.').of(
      ['mail-sending', 'mail to customers'],
      ['text-messages', 'text messages'],
      ['app-notices', 'notices in the app'],
      ['message-templates', 'templates of messages'],
      ['delivery-reports', 'messages that did not arrive'],
      ['preferences', 'what customers want to receive'],
    ),
    below('loyalty', 'Loyalty', 'Points and membership.').of(
      ['points', 'points'],
      ['memberships', 'memberships'],
      ['rewards', 'rewards'],
      ['referrals', 'customers who bring others'],
      ['birthday-offers', 'birthday offers'],
      ['segments', 'segments of customers'],
    ),
  ],
}

const PLATFORM: Area = {
  tag: 'platform',
  name: 'Platform',
  about: 'What all other software runs on.',
  below: [
    below('identity-and-access', 'Identity and access', 'Who someone is, and what they can do.').of(
      ['sign-in', 'sign-ins'],
      ['staff-directory', 'the directory of staff'],
      ['access-requests', 'requests for access'],
      ['service-credentials', 'credentials of services'],
      ['session-store', 'sessions'],
      ['permission-rules', 'permissions'],
    ),
    below('data-platform', 'Data platform', 'Numbers for everyone.').of(
      ['event-collection', 'events of pages and apps'],
      ['warehouse-loading', 'the loading of the data warehouse'],
      ['metrics-store', 'business metrics'],
      ['report-builder', 'reports'],
      ['data-catalog', 'the catalog of data sets'],
      ['experiment-results', 'results of experiments'],
    ),
    below('delivery-tooling', 'Delivery tooling', 'From a commit to production.').of(
      ['build-runners', 'build runners'],
      ['artifact-store', 'artifacts'],
      ['rollouts', 'rollouts'],
      ['feature-flags', 'feature flags'],
      ['test-environments', 'test environments'],
      ['dependency-updates', 'updates of dependencies'],
    ),
    below('runtime', 'Runtime', 'Clusters, networks and what watches them.').of(
      ['edge-routing', 'the routing of requests'],
      ['cluster-capacity', 'the capacity of clusters'],
      ['secrets-store', 'secrets'],
      ['log-search', 'logs'],
      ['alert-routing', 'alerts'],
      ['backup-checks', 'checks of backups'],
    ),
  ],
}

export const AREAS: readonly Area[] = [SHOP, WHOLESALE, PRODUCTS, SUPPLY, LOGISTICS, FINANCE, CUSTOMERS, PLATFORM]
